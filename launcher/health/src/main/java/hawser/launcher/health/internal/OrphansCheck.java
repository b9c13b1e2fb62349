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
    /** In these a plugin may have a process or not. */
    private static final Set<PluginState> BETWEEN =
            Set.of(PluginState.LOADING, PluginState.DRAINING, PluginState.CRASHED, PluginState.RESTARTING);

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<Long> runners = ProcessHandle.current().children().filter(OrphansCheck::isRunner)
                .map(ProcessHandle::pid).toList();
        long active = count(Set.of(PluginState.ACTIVE));
        long most = active + count(BETWEEN);
        if (runners.size() > most) {
            log.warn("{} plugins run in processes of their own, and {} such processes are there: {}; one is left over",
                    most, runners.size(), runners);
        }
        log.info("{} processes of plugins", runners.size());
        return new Result(log);
    }

    private long count(Set<PluginState> states) {
        return parts.host().map(PluginHost::list).orElse(List.of()).stream()
                .filter(plugin -> plugin.execution().equals("process") && states.contains(plugin.state())).count();
    }

    private static boolean isRunner(ProcessHandle process) {
        return process.isAlive() && process.info().command().map(Path::of).map(Path::getFileName)
                .map(Path::toString).orElse("").startsWith(RUNNER);
    }
}
