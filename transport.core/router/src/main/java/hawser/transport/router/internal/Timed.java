// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.function.Predicate;

/** What the wheel holds: something that is over at a certain time, unless it ends before. */
abstract class Timed {
    /** The lane of the wheel that holds it, and its neighbours there; guarded by the lane. */
    volatile DeadlineLane lane;
    Timed before;
    Timed behind;

    /** When its time is up, by the wheel's clock. */
    abstract long dueMs();

    abstract boolean isDone();

    /** Its time is up. By the wheel's thread. */
    abstract void timeOut();

    /** Adds the requests that it stands for, if they are chosen. */
    void select(Predicate<Request> chosen, List<Request> found) {
        // most stand for none
    }

    /** It has ended: the wheel lets go of it. */
    final void leaveWheel() {
        DeadlineLane held = lane;
        if (held != null) {
            held.remove(this);
        }
    }
}
