// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicLong clock = new AtomicLong();
    private final String token = Secrets.make();
    private final Sessions sessions = new Sessions(token, clock::get);

    private Sessions.Session open() {
        return sessions.open(token).orElseThrow();
    }

    @Test
    void shouldOpenForTheTokenAlone() {
        assertTrue(sessions.open(token).isPresent());
        assertTrue(sessions.open("").isEmpty());
        assertTrue(sessions.open(token.substring(1)).isEmpty());
        assertTrue(sessions.open(token + "A").isEmpty());
    }

    @Test
    void shouldNeedBothHalvesOfASession() {
        Sessions.Session one = open();
        Sessions.Session other = open();

        assertTrue(sessions.use(one.id(), one.key()));
        assertFalse(sessions.use(one.id(), ""));
        assertFalse(sessions.use(one.id(), other.key()));
        assertFalse(sessions.use(one.key(), one.id()));
        assertNotEquals(one.id(), other.id());
    }

    @Test
    void shouldEndWhenClosedOrUnused() {
        Sessions.Session closed = open();
        Sessions.Session kept = open();
        sessions.close(closed.id());
        assertFalse(sessions.use(closed.id(), closed.key()));

        clock.addAndGet(Sessions.IDLE_NS);
        assertTrue(sessions.use(kept.id(), kept.key()), "used in time");
        clock.addAndGet(Sessions.IDLE_NS);
        assertTrue(sessions.use(kept.id(), kept.key()), "since it was used");
        clock.addAndGet(Sessions.IDLE_NS + 1);
        assertFalse(sessions.use(kept.id(), kept.key()));
    }

    @Test
    void shouldTakeATicketOnceAndInTime() {
        String ticket = sessions.ticket();
        String late = sessions.ticket();

        assertTrue(sessions.open(ticket).isPresent());
        assertTrue(sessions.open(ticket).isEmpty());
        clock.addAndGet(Sessions.TICKET_NS + 1);
        assertTrue(sessions.open(late).isEmpty());
    }

    @Test
    void shouldForgetTheOneThatWasLongestUnusedWhenThereAreTooMany() {
        Sessions.Session first = open();
        Sessions.Session second = open();
        assertTrue(sessions.use(first.id(), first.key()));
        for (int i = 0; i < Sessions.MOST - 1; i++) {
            open();
        }

        assertTrue(sessions.use(first.id(), first.key()));
        assertFalse(sessions.use(second.id(), second.key()));
    }
}
