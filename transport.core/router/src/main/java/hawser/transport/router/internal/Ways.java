// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;

/** The ways that one transport's requests take, by their events: where they go, and that they were let go there. */
final class Ways {
    /*
     * Saves two look-ups by name. A way holds as long as its sender is permitted by the same grants, which are replaced
     * as a whole and never come back, and its route has a handler; until then it keeps its place, and other events that
     * would have the same place are looked up. Nothing orders what is stored here: a way is immutable, and whoever
     * meets another thread's sees the whole of it or none.
     */
    private static final int COUNT = 64;

    private record Way(Event<?, ?> event, Route route, Caller caller, Object grants) {
        boolean holds(Caller now) {
            return caller == now && grants == now.grants() && !route.destinations().isEmpty();
        }
    }

    private final Way[] ways = new Way[COUNT];

    /** The route of an event that the caller may send and somebody handles; null if that must be looked for. */
    Route find(Event<?, ?> event, Caller caller) {
        Way way = ways[place(event)];
        return way != null && way.event == event && way.holds(caller) ? way.route : null;
    }

    /** The caller was let go there, under these grants. */
    void keep(Event<?, ?> event, Route route, Caller caller, Object grants) {
        Way other = ways[place(event)];
        if (other == null || !other.holds(caller)) {
            ways[place(event)] = new Way(event, route, caller, grants);
        }
    }

    private static int place(Event<?, ?> event) {
        int hash = event.name().hashCode();
        return (hash ^ hash >>> 16) & COUNT - 1;
    }

    /** Lets go of the classes of bundles that left. */
    void forget() {
        for (int i = 0; i < COUNT; i++) {
            ways[i] = null;
        }
    }
}
