// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.OpenClaim;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class ChannelsCheckTest {
    private static final OpenClaim CLAIM = new OpenClaim("own", "writer", 64, 100);

    private long messages;
    private long losses;
    private List<OpenClaim> claims = List.of();
    private long nowNs;
    private final Channels channels = SomeParts.giving(Channels.class,
            Map.of("list", () -> List.of(info()), "claims", () -> claims));
    private final ChannelsCheck check =
            new ChannelsCheck(new SomeParts(Optional.of(channels), Optional.empty()), () -> nowNs);

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
        assertEquals(Result.Status.OK, lookAfter(ChannelsCheck.CLAIM_NS - 1).getStatus());

        assertWarns("Channel own: 100 bytes were claimed by thread writer and are neither committed nor aborted since "
                + "10 s", lookAfter(1));
        claims = List.of(new OpenClaim("own", "writer", 192, 100));
        assertEquals(Result.Status.OK, lookAfter(1).getStatus(), "that is another one");
    }

    @Test
    void shouldTellOfMessagesThatWereLost() {
        losses = 3;

        assertWarns("Channel own has lost 3 messages", lookAfter(0));
    }
}
