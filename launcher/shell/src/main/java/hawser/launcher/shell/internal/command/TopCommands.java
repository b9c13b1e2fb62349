// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.Process;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.jline.terminal.Terminal;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code channel:top}: what goes through the channels now, and how the plugins behind them are. */
@Component(service = TopCommands.class)
@GogoCommand(scope = "channel", function = "top")
public final class TopCommands {
    private final Channels channels;
    private final PluginHost host;
    private final EventCatalog catalog;

    @Activate
    public TopCommands(@Reference Channels channels, @Reference PluginHost host, @Reference EventCatalog catalog) {
        this.channels = channels;
        this.host = host;
        this.catalog = catalog;
    }

    private ChannelRates.View view() {
        return new ChannelRates.View(channels.list(), PluginFigures.of(host, catalog));
    }

    /**
     * Shows rates: live at a terminal, else once.
     *
     * @param session of whoever looks
     * @param json for programs
     * @param intervalMs between two looks
     * @param sort what the rows are sorted by
     * @return nothing at a terminal, else the rates of one interval
     * @throws IOException if the terminal fails
     * @throws InterruptedException if it was interrupted
     */
    @Descriptor("shows each channel and plugin, with its messages and bytes per second, how full it is, losses, "
            + "restarts, times in microseconds, and the processor time and memory of a process of its own, live until "
            + "q is pressed; in a pipe or a script those of one interval")
    @Example({"channel:top", "channel:top --interval 250", "channel:top --sort bytes | head -n 5",
        "channel:top --json"})
    public Object top(CommandSession session,
            @Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("MILLISECONDS: from one look to the next")
            @Parameter(names = "--interval", absentValue = "1000") long intervalMs,
            @Descriptor("ORDER: what comes first")
            @Parameter(names = "--sort", absentValue = "messages")
            @Candidates(of = {"name", "messages", "bytes", "waiting", "fill", "lost", "restarts", "cpu", "memory",
                "slowest"}) String sort)
            throws IOException, InterruptedException {
        if (intervalMs < 1) {
            throw new CommandFailure("an interval of at least 1 ms is required: interval=" + intervalMs);
        }
        if (!json && Process.Utils.current().isTty(1) && session.get(".terminal") instanceof Terminal terminal) {
            boolean color = Boolean.TRUE.equals(session.get(Screen.COLOR));
            new TopScreen(terminal, this::view, color, order(sort)).run(intervalMs);
            return null;
        }
        ChannelRates rates = new ChannelRates();
        rates.look(view(), System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(intervalMs);
        rates.look(view(), System.nanoTime());
        return rates.listing(order(sort)).as(json);
    }

    private static ChannelRates.Order order(String sort) {
        try {
            return ChannelRates.Order.valueOf(sort.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String known = Stream.of(ChannelRates.Order.values()).map(ChannelRates.Order::text)
                    .collect(Collectors.joining(", "));
            throw new CommandFailure("--sort must be one of " + known + ": " + PlainText.of(sort), e);
        }
    }
}
