// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommittedTest {
    private final Counted shared = new Counted();
    private final Counted ring = new Counted();

    /** What is only counted of a channel to Java. */
    private static final class Counted {
        long messages;
        long consumed;
        long rejected;

        SharedMemoryChannel channel() {
            return FullChannel.as(SharedMemoryChannel.class, (method, arguments) -> switch (method) {
                case "info" -> new ChannelInfo("a", "ring", ChannelSizes.defaults(), counts(0, 0, 0),
                        counts(messages, consumed, rejected));
                case "hashCode" -> System.identityHashCode(this);
                default -> throw new AssertionError("nobody asks for " + method);
            });
        }

        private static ChannelInfo.Counts counts(long messages, long consumed, long rejected) {
            return new ChannelInfo.Counts(messages, 0, consumed, 0, rejected, 0, 0, 0, 0);
        }
    }

    @Test
    void shouldBeHandedOverWhenEachChannelWasReadThatFar() {
        shared.messages = 3;
        ring.messages = 2;
        Committed committed = new Committed(List.of(shared.channel(), ring.channel()));
        assertFalse(committed.isHandedOver());

        shared.consumed = 2;
        shared.rejected = 1;
        assertFalse(committed.isHandedOver());

        ring.consumed = 2;
        assertTrue(committed.isHandedOver());
    }

    @Test
    void shouldNotWaitForWhatWasCommittedLater() {
        shared.messages = 1;
        Committed committed = new Committed(List.of(shared.channel()));
        shared.messages = 5;

        shared.consumed = 1;

        assertTrue(committed.isHandedOver());
    }
}
