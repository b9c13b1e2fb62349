// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The browsers that have shown the token, or a ticket for it. Thread-safe. */
final class Sessions {
    /* A cookie is sent to every port of 127.0.0.1, another user's server on this machine included. So a session is two
     * secrets: the cookie's, which no script can read, and a key that the page keeps, which no other port is sent. */

    static final long TICKET_NS = TimeUnit.MINUTES.toNanos(1);
    static final long IDLE_NS = TimeUnit.HOURS.toNanos(8);
    /** Beyond these, the oldest goes. */
    static final int MOST = 32;

    private final String token;
    private final LongSupplier clock;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Long> tickets = new LinkedHashMap<>();

    /**
     * A browser that may use the console.
     *
     * @param id in the cookie
     * @param key sent beside it by the page
     * @param usedNs when it was last used
     */
    record Session(String id, String key, long usedNs) {
    }

    Sessions(String token, LongSupplier clock) {
        this.token = token;
        this.clock = clock;
    }

    /** {@return what opens one session instead of the token, within a minute} */
    synchronized String ticket() {
        String ticket = Secrets.make();
        tickets.put(ticket, clock.getAsLong());
        limit(tickets);
        return ticket;
    }

    /** {@return a session, if the offered text is the token or a ticket, which then is used up} */
    synchronized Optional<Session> open(String offered) {
        if (!Secrets.same(token, offered) && !uses(offered)) {
            return Optional.empty();
        }
        Session opened = new Session(Secrets.make(), Secrets.make(), clock.getAsLong());
        sessions.put(opened.id(), opened);
        limit(sessions);
        return Optional.of(opened);
    }

    private boolean uses(String offered) {
        long nowNs = clock.getAsLong();
        tickets.values().removeIf(madeNs -> nowNs - madeNs > TICKET_NS);
        return tickets.remove(offered) != null;
    }

    /** Whether such a session is open; it is used by that. */
    synchronized boolean use(String id, String key) {
        long nowNs = clock.getAsLong();
        sessions.values().removeIf(session -> nowNs - session.usedNs() > IDLE_NS);
        Session found = sessions.get(id);
        if (found == null || !Secrets.same(found.key(), key)) {
            return false;
        }
        sessions.remove(id);
        sessions.put(id, new Session(id, found.key(), nowNs)); // the last used comes last
        return true;
    }

    synchronized void close(String id) {
        sessions.remove(id);
    }

    private static void limit(Map<String, ?> map) {
        if (map.size() > MOST) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
