// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread that pins memory without a fence, and one that closes it and has the kernel fence the first. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "within before it was closed")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "closed before")
@Outcome(expect = Expect.FORBIDDEN, desc = "the memory goes while somebody is within")
@State
public class PinStress {
    private static final int THERE = 1;
    private static final int CLOSED = 2;
    private static final int GONE = 3;
    /** Never closed: it lasts as long as the process. */
    private static final NativeMemory LIBRARY = new NativeMemory();

    private final Pins pins = new Pins();
    private int memory = THERE;

    /** The result: what is found within. The first pin takes a seat, by a locked step; the second is without. */
    @Actor
    public void user(I_Result result) {
        look();
        result.r1 = look();
    }

    private int look() {
        Seat seat = pins.pin();
        if (seat == null) {
            return CLOSED;
        }
        int found = memory;
        seat.leave();
        return found;
    }

    /** Closes, then lets the memory go. */
    @Actor
    public void owner() {
        pins.close();
        memory = GONE;
    }
}
