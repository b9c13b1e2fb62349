// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code plugin:stats}: how plugins have done so far. */
@Component(service = PluginStatsCommands.class)
@GogoCommand(scope = "plugin", function = "stats")
public final class PluginStatsCommands {
    private static final double BYTES_PER_MB = 1e6;

    private final PluginHost host;
    private final EventCatalog catalog;

    @Activate
    public PluginStatsCommands(@Reference PluginHost host, @Reference EventCatalog catalog) {
        this.host = host;
        this.catalog = catalog;
    }

    /**
     * Shows what plugins have used.
     *
     * @param json for programs
     * @param name of one plugin, or none
     * @return a row for each
     */
    @Descriptor("shows how often each plugin was started again after a crash, how long its slowest event takes, "
            + "the processor time and memory of a process of its own, and how many of its answers came too late: when "
            + "their requests had timed out or were cancelled")
    @Example({"plugin:stats", "plugin:stats echo"})
    public Object stats(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("[NAME]: a plugin's name; without, all are shown")
            @Candidates(Candidates.PLUGIN) String... name) {
        Map<String, PluginFigures> all = PluginFigures.of(host, catalog);
        if (name.length > 0 && !all.containsKey(name[0])) {
            throw Unknown.name("plugin", name[0], all.keySet(), "plugin:list");
        }
        return new Listing("plugins", all.entrySet().stream()
                .filter(plugin -> name.length == 0 || plugin.getKey().equals(name[0]))
                .map(plugin -> row(plugin.getKey(), plugin.getValue())).collect(Collectors.toList())).as(json);
    }

    private static Map<String, Object> row(String name, PluginFigures figures) {
        return Listing.row("name", name, "state", figures.state(), "restarts", figures.restarts(),
                "p50Us", ChannelRates.rounded(figures.p50Us()), "p99Us", ChannelRates.rounded(figures.p99Us()),
                "cpuMs", figures.process().<Object>map(own -> TimeUnit.NANOSECONDS.toMillis(own.cpuNs())).orElse(""),
                "memoryMb", figures.process().<Object>map(own -> ChannelRates.rounded(own.memoryBytes() / BYTES_PER_MB))
                        .orElse(""), "lateAnswers", figures.lateAnswers());
    }
}
