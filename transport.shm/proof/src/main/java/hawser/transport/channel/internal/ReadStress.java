// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A producer and a reader: what is read is whole, once each, in order. */
@JCStressTest
@Outcome(id = "0, 12", expect = Expect.ACCEPTABLE, desc = "reader -> writer")
@Outcome(id = "1, 12", expect = Expect.ACCEPTABLE, desc = "first record -> reader -> second record")
@Outcome(id = "12, 12", expect = Expect.ACCEPTABLE, desc = "writer -> reader")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record is lost, doubled, torn or out of order")
@State
public class ReadStress extends StressedRing {
    /** Writes one record in place, aborts a claim, and copies another record in. */
    @Actor
    public void writer() {
        put(1);
        abort();
        offer(2);
    }

    /** The first result: what is read meanwhile. */
    @Actor
    public void reader(JJ_Result result) {
        result.r1 = poll();
    }

    /** The second result: what was read in the end. */
    @Arbiter
    public void rest(JJ_Result result) {
        result.r2 = poll();
    }
}
