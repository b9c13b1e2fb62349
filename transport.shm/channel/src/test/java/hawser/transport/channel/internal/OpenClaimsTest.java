// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.channel.Claim;
import hawser.transport.channel.OpenClaim;
import hawser.transport.channel.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenClaimsTest extends ChannelFixture {
    @Test
    void shouldNameClaimsThatAreNeitherCommittedNorAborted() {
        Claim committed = channel.newClaim();
        Claim aborted = channel.newClaim();
        channel.claim(committed, 10);
        channel.claim(aborted, 20);

        List<OpenClaim> open = channel.openClaims();
        assertEquals(List.of(10, 20), open.stream().map(OpenClaim::length).toList());
        assertEquals(Thread.currentThread().getName(), open.get(0).thread());
        assertEquals(channel.name(), open.get(0).channel());

        committed.commit(RecordType.NOTIFICATION, 0, 0, 0, 10);
        assertEquals(List.of(open.get(1)), channel.openClaims());
        aborted.abort();
        assertEquals(List.of(), channel.openClaims());
    }
}
