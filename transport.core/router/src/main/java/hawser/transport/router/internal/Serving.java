// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

/** Whether somebody may handle one event now: asked for each request and for each answer. Thread-safe. */
final class Serving {
    /*
     * What was permitted is remembered by the grants that it was permitted under. They are replaced as a whole, and
     * never come back: so while they are the same the verdict is. Stored without any order: who reads another
     * thread's sees grants that hold, or asks again.
     */
    private final Principal owner;
    private final String event;
    private Object permittedUnder;

    Serving(Principal owner, String event) {
        this.owner = owner;
        this.event = event;
    }

    /** Throws if it may not; see {@link Caller#requireServing}. */
    void require() {
        Caller now = owner.caller();
        Object grants = now.grants();
        if (grants == null || grants != permittedUnder) {
            now.requireServing(event);
            permittedUnder = grants;
        }
    }
}
