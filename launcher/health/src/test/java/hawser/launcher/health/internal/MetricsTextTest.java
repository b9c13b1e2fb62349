// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static ChannelInfo channel(String name, long messages) {
        ChannelInfo.Counts counts = new ChannelInfo.Counts(messages, 0, 0, 0, 0, 0, 0, 0, 0);
        return new ChannelInfo(name, "some", ChannelSizes.defaults(), counts, counts);
    }

    @Test
    void shouldWriteOneSeriesWhenTwoGenerationsHaveAChannelOfOneName() {
        Channels channels = SomeParts.giving(Channels.class, "list",
                List.of(channel("echo", 40), channel("other", 1), channel("echo", 2)));

        String text = new MetricsText(new SomeParts(Optional.of(channels), Optional.empty()), new NoChecks()).get();

        assertEquals(List.of("hawser_channel_messages_total{channel=\"echo\",direction=\"to-native\"} 42",
                "hawser_channel_messages_total{channel=\"echo\",direction=\"to-renderer\"} 42",
                "hawser_channel_messages_total{channel=\"other\",direction=\"to-native\"} 1",
                "hawser_channel_messages_total{channel=\"other\",direction=\"to-renderer\"} 1"),
                text.lines().filter(line -> line.startsWith("hawser_channel_messages_total{")).toList());
    }
}
