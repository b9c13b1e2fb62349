// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/** Two producers, one of which aborts first: what is read is whole, once each, in either order. */
@JCStressTest
@Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "writer1 -> writer2")
@Outcome(id = "21", expect = Expect.ACCEPTABLE, desc = "writer2 -> writer1")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record is lost, doubled or torn")
@State
public class CommitStress extends StressedRing {
    /** Aborts a claim, then writes a record in place. */
    @Actor
    public void writer1() {
        abort();
        put(1);
    }

    /** Copies a record in. */
    @Actor
    public void writer2() {
        offer(2);
    }

    /** The result: what is read in the end. */
    @Arbiter
    public void reader(J_Result result) {
        result.r1 = poll();
    }
}
