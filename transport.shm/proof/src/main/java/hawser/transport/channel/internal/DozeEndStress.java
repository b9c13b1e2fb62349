// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordType;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A record that comes when a caller has left, maybe without the sleep flag, just as the thread ends its doze. */
@JCStressTest
@Outcome(id = "true, .*", expect = Expect.ACCEPTABLE, desc = "its producer wakes the thread")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the thread finds it, or will look again")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "it stays unread")
@State
public class DozeEndStress extends StressedRing {
    private final Doze doze = new Doze(0);
    /** The reader's role: the caller has it at first. */
    private volatile boolean taken = true;

    /** Somebody has begun the doze before. */
    public DozeEndStress() {
        doze.begin();
    }

    /** Has read many, leaves as {@link ReaderRole} does; then a record is committed. The result: whether that wakes. */
    @Actor
    public void caller(ZZ_Result result) {
        doze.begin(); // whom it wakes is awake
        leave();
        long position = producer.claim(8);
        producer.describe(position, RecordType.MESSAGE, 1, 0, 0);
        producer.commit(position, 8, 8);
        VarHandle.fullFence();
        result.r1 = ring.consumerSleeps.isSet();
    }

    /** The second result: whether the thread, which ends its doze and takes the role, sleeps until it is woken. */
    @Actor
    public void thread(ZZ_Result result) {
        doze.sleep(() -> false);
        if (!taken && !doze.isBegun()) { // else it stands by until the role is left, or naps again
            taken = true;
            ring.consumerSleeps.clear();
            result.r2 = poll() == 0 && leave();
        }
    }

    /** Whether whoever leaves may sleep until it is woken. */
    private boolean leave() {
        boolean idle = false;
        if (doze.isUnderWay()) {
            doze.visit();
        } else {
            ring.consumerSleeps.set();
            VarHandle.fullFence();
            idle = consumer.isEmpty();
        }
        taken = false;
        return idle;
    }
}
