// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginState;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether a process of a plugin outlived it. */
record OrphansCheck(Parts parts) implements HealthCheck {
    /** It runs from memory, so the system calls it "/memfd:hawser-runner (deleted)". */
    private static final String RUNNER = "memfd:hawser-runner";
    private static final String PROCESS = "process of a plugin";
    private static final String PROCESSES = "processes of plugins";
    private static final Set<PluginState> MAY_HAVE_ONE = Set.of(PluginState.ACTIVE, PluginState.LOADING,
            PluginState.DRAINING, PluginState.CRASHED, PluginState.RESTARTING);

    /*
     * A plugin that is being loaded may have two processes for a while, and so may a library that is tried. What is
     * there before and after a moment at which none was being loaded was there at that moment, too, and is counted;
     * what came or went meanwhile is not.
     */
    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Long> before = runners();
        if (!parts.host().map(host -> host.settled().toCompletableFuture().isDone()).orElse(true)) {
            log.info("{}, while plugins are being loaded", Count.of(before.size(), PROCESS, PROCESSES));
            return new Result(log);
        }
        long most = count();
        Set<Long> after = Set.copyOf(runners());
        List<Long> runners = before.stream().filter(after::contains).toList();
        if (runners.size() > most) {
            log.warn("At most {} may be there now, and these are: {}; {} left over", Count.of(most, PROCESS, PROCESSES),
                    runners, runners.size() - most == 1 ? "one is" : runners.size() - most + " are");
        }
        log.info("{}", Count.of(runners.size(), PROCESS, PROCESSES));
        return new Result(log);
    }

    private static List<Long> runners() {
        return ProcessHandle.current().children().filter(OrphansCheck::isRunner).map(ProcessHandle::pid).toList();
    }

    private long count() {
        return parts.host().map(PluginHost::list).orElse(List.of()).stream()
                .filter(plugin -> plugin.execution().equals("process"))
                .filter(plugin -> MAY_HAVE_ONE.contains(plugin.state())).count();
    }

    private static boolean isRunner(ProcessHandle process) {
        return process.isAlive() && process.info().command().map(Path::of).map(Path::getFileName)
                .map(Path::toString).orElse("").startsWith(RUNNER);
    }
}
