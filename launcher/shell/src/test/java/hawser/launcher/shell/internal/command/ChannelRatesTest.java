// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.shell.internal.command.ChannelRates.Order;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rates between two looks at channels. */
class ChannelRatesTest {
    private static final long SECOND = 1_000_000_000;
    private final ChannelRates rates = new ChannelRates();

    private static ChannelInfo channel(String name, long messages, long bytes, long consumed, long losses) {
        ChannelInfo.Counts counts = new ChannelInfo.Counts(messages, bytes, consumed, 0, 0, 0, 0, losses, 0);
        return new ChannelInfo(name, "ring", new ChannelSizes(1024, 1024), counts, counts);
    }

    private void look(List<ChannelInfo> channels, long nowNs) {
        rates.look(new ChannelRates.View(channels, Map.of()), nowNs);
    }

    @Test
    void shouldShowPluginsBesideTheirChannelsAndThoseThatHaveNone() {
        rates.look(new ChannelRates.View(List.of(channel("echo", 1, 1, 1, 0)),
                Map.of("echo", new PluginFigures("ACTIVE", 2, 1.5, 9.126, 0, Optional.empty()),
                        "bad", new PluginFigures("FAILED", 0, 0, 0, 0, Optional.empty()))), SECOND);

        assertEquals(List.of("echo", "bad"), names(Order.RESTARTS));
        assertEquals(List.of("echo", "bad"), names(Order.SLOWEST));
        assertEquals("FAILED", rates.listing(Order.NAME).get(0).get("state"));
        assertEquals(9.13, rates.listing(Order.NAME).get(1).get("p99Us"));
    }

    @Test
    void shouldCountBothDirectionsBySecond() {
        look(List.of(channel("echo", 100, 1_000_000, 100, 0)), 5 * SECOND);
        look(List.of(channel("echo", 200, 3_000_000, 190, 1)), 7 * SECOND);

        assertEquals("[{name=echo, state=, messagesPerSecond=100, megabytesPerSecond=2.0, waiting=20, "
                + "fillPercent=0.0, backPressured=0, lost=2, restarts=0, p50Us=0.0, p99Us=0.0, cpuPercent=, memoryMb=, "
                + "trend=\u2581\u2588}]",
                List.copyOf(rates.listing(Order.NAME)).toString());
    }

    @Test
    void shouldShowHowFullTheFullerBufferIs() {
        ChannelInfo.Counts full = new ChannelInfo.Counts(1, 1, 0, 0, 0, 0, 0, 0, 512);
        look(List.of(new ChannelInfo("echo", "ring", new ChannelSizes(2048, 1024), full, full)), SECOND);

        assertEquals(50.0, rates.listing(Order.FILL).get(0).get("fillPercent"));
    }

    @Test
    void shouldShowWhatAProcessOfItsOwnUses() {
        rates.look(view(new ProcessFigures(SECOND, 7_000_000)), 5 * SECOND);
        rates.look(view(new ProcessFigures(SECOND + SECOND / 2, 8_000_000)), 7 * SECOND);

        assertEquals(25.0, rates.listing(Order.CPU).get(0).get("cpuPercent"));
        assertEquals(8.0, rates.listing(Order.MEMORY).get(0).get("memoryMb"));
        rates.look(view(new ProcessFigures(1, 0)), 8 * SECOND);
        assertEquals(0.0, rates.listing(Order.CPU).get(0).get("cpuPercent"), "it is another process");
    }

    private static ChannelRates.View view(ProcessFigures process) {
        return new ChannelRates.View(List.of(channel("echo", 1, 1, 1, 0)),
                Map.of("echo", new PluginFigures("ACTIVE", 0, 0, 0, 0, Optional.of(process))));
    }

    @Test
    void shouldReadTheFiguresOfThisProcess() {
        ProcessFigures own = ProcessFigures.of(ProcessHandle.current().pid()).orElseThrow();

        assertTrue(own.cpuNs() > 0 && own.memoryBytes() > 1_000_000, own.toString());
        assertEquals(Optional.empty(), ProcessFigures.of(Long.MAX_VALUE));
    }

    @Test
    void shouldStartFromNothingWhenAChannelIsNewOrWasOpenedAgain() {
        look(List.of(channel("old", 500, 0, 500, 0)), SECOND);
        look(List.of(channel("old", 3, 0, 3, 0), channel("new", 900, 0, 900, 0)), 2 * SECOND);

        assertEquals(List.of(0L, 0L), rates.listing(Order.NAME).stream()
                .map(row -> row.get("messagesPerSecond")).toList());
    }

    @Test
    void shouldSortAsAsked() {
        look(List.of(channel("a", 0, 0, 0, 9), channel("b", 0, 0, 0, 0)), SECOND);
        look(List.of(channel("a", 1, 7, 1, 9), channel("b", 5, 5, 0, 0)), 2 * SECOND);

        assertEquals(List.of("b", "a"), names(Order.MESSAGES));
        assertEquals(List.of("a", "b"), names(Order.BYTES));
        assertEquals(List.of("b", "a"), names(Order.WAITING));
        assertEquals(List.of("a", "b"), names(Order.LOST));
    }

    private List<Object> names(Order order) {
        return rates.listing(order).stream().map(row -> row.get("name")).toList();
    }
}
