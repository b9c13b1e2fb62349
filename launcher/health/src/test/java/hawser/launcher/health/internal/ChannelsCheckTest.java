// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.OpenLease;
import hawser.plugin.host.PluginHost;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.OpenClaim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class ChannelsCheckTest {
    private static final OpenClaim CLAIM = new OpenClaim("own", "writer", 64, 100);

    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);

    private long messages;
    private long losses;
    private List<OpenClaim> claims = List.of();
    private long nowNs;
    private final Channels channels = SomeParts.giving(Channels.class,
            Map.of("list", () -> List.of(info()), "claims", () -> claims));
    private List<OpenLease> leases = List.of();
    private final PluginHost host = SomeParts.giving(PluginHost.class,
            Map.of("list", List::of, "leases", () -> leases));
    private final ChannelsCheck check =
            new ChannelsCheck(new SomeParts(Optional.of(channels), Optional.empty(), Optional.of(host)), () -> nowNs,
                    () -> DEADLINE_NS);

    private ChannelInfo info() {
        return new ChannelInfo("own", "ring", ChannelSizes.defaults(),
                new ChannelInfo.Counts(messages, 0, messages, 0, 0, 0, 0, losses, 0),
                new ChannelInfo.Counts(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private Result lookAfter(long ns) {
        nowNs += ns;
        return check.execute();
    }

    private void assertWarns(String text, Result result) {
        assertEquals(Result.Status.WARN, result.getStatus(), result.toString());
        assertTrue(result.toString().contains(text), result.toString());
    }

    @Test
    void shouldTellOfAChannelThatNobodyUsesAndNobodyHasClosed() {
        lookAfter(0);
        assertEquals(Result.Status.OK, lookAfter(ChannelsCheck.FORGOTTEN_NS - 1).getStatus());

        assertWarns("Channel own belongs to no plugin and has been idle for 10 min: close it", lookAfter(1));
        messages++;
        assertEquals(Result.Status.OK, lookAfter(1).getStatus());
    }

    @Test
    void shouldTellOfAClaimThatIsOpenTooLongUntilItEnds() {
        claims = List.of(CLAIM);
        lookAfter(0);
        assertEquals(Result.Status.OK, lookAfter(DEADLINE_NS - 1).getStatus());

        assertWarns("Channel own: 100 bytes were claimed by thread writer and are neither committed nor aborted since "
                + "10000 ms", lookAfter(1));
        claims = List.of(new OpenClaim("own", "writer", 192, 100));
        assertEquals(Result.Status.OK, lookAfter(1).getStatus(), "that is another one");
    }

    @Test
    void shouldTellOfBuffersThatAPluginHasNotSentByTheDeadline() {
        leases = List.of(new OpenLease("forgetful", 2, Duration.ofNanos(DEADLINE_NS - 1)));
        assertEquals(Result.Status.OK, lookAfter(0).getStatus());
        leases = List.of(new OpenLease("forgetful", 2, Duration.ofNanos(DEADLINE_NS)));

        assertWarns("Plugin forgetful must send each buffer that it requests: 2 not sent, the first since 10000 ms",
                lookAfter(0));
    }

    @Test
    void shouldTellOfMessagesThatWereLost() {
        losses = 3;

        assertWarns("Channel own has lost 3 messages", lookAfter(0));
    }
}
