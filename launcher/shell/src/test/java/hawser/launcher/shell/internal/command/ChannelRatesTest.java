// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.launcher.shell.internal.command.ChannelRates.Order;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates between two looks at channels. */
class ChannelRatesTest {
    private static final long SECOND = 1_000_000_000;
    private final ChannelRates rates = new ChannelRates();

    private static ChannelInfo channel(String name, long messages, long bytes, long consumed, long losses) {
        ChannelInfo.Counts counts = new ChannelInfo.Counts(messages, bytes, consumed, 0, 0, 0, 0, losses);
        return new ChannelInfo(name, "ring", new ChannelSizes(1024, 1024), counts, counts);
    }

    @Test
    void shouldCountBothDirectionsBySecond() {
        rates.look(List.of(channel("echo", 100, 1_000_000, 100, 0)), 5 * SECOND);
        rates.look(List.of(channel("echo", 200, 3_000_000, 190, 1)), 7 * SECOND);

        assertEquals("[{name=echo, messagesPerSecond=100, megabytesPerSecond=2.0, waiting=20, backPressured=0, "
                + "lost=2, trend=\u2581\u2588}]", List.copyOf(rates.listing(Order.NAME)).toString());
    }

    @Test
    void shouldStartFromNothingWhenAChannelIsNewOrWasOpenedAgain() {
        rates.look(List.of(channel("old", 500, 0, 500, 0)), SECOND);
        rates.look(List.of(channel("old", 3, 0, 3, 0), channel("new", 900, 0, 900, 0)), 2 * SECOND);

        assertEquals(List.of(0L, 0L), rates.listing(Order.NAME).stream()
                .map(row -> row.get("messagesPerSecond")).toList());
    }

    @Test
    void shouldSortAsAsked() {
        rates.look(List.of(channel("a", 0, 0, 0, 9), channel("b", 0, 0, 0, 0)), SECOND);
        rates.look(List.of(channel("a", 1, 7, 1, 9), channel("b", 5, 5, 0, 0)), 2 * SECOND);

        assertEquals(List.of("b", "a"), names(Order.MESSAGES));
        assertEquals(List.of("a", "b"), names(Order.BYTES));
        assertEquals(List.of("b", "a"), names(Order.WAITING));
        assertEquals(List.of("a", "b"), names(Order.LOST));
    }

    private List<Object> names(Order order) {
        return rates.listing(order).stream().map(row -> row.get("name")).toList();
    }
}
