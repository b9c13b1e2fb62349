// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** A caller that begins a doze just as the thread falls into one or ends it: either of them sees the other. */
@JCStressTest
@Outcome(id = "true, .*", expect = Expect.ACCEPTABLE, desc = "the thread is woken to look")
@Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "the thread sees it, and dozes on")
@Outcome(id = "false, false, false", expect = Expect.ACCEPTABLE, desc = "the thread ends it afterwards, and looks")
@Outcome(expect = Expect.FORBIDDEN, desc = "a doze that the thread does not know of, and that nobody wakes it for")
@State
public class DozeStress {
    private final Doze doze = new Doze(0);

    /** Somebody has begun it before. */
    public DozeStress() {
        doze.begin();
    }

    /** The first result: whether the caller wakes the thread. */
    @Actor
    public void caller(ZZZ_Result result) {
        result.r1 = doze.begin();
    }

    /** The second result: whether the thread, after a nap in which it met nobody, dozes again. */
    @Actor
    public void thread(ZZZ_Result result) {
        doze.sleep(() -> false);
        result.r2 = doze.isBegun();
    }

    /** The third result: whether callers leave without setting the sleep flag from now on. */
    @Arbiter
    public void after(ZZZ_Result result) {
        result.r3 = doze.isBegun();
    }
}
