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

/** A producer whose claim is old, so that it fences, and a consumer that falls asleep: one of them sees the other. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the producer wakes the sleeper")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the consumer sees the record and stays awake")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "each sees the other")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "a wake-up is lost")
@State
public class SleepStress extends StressedRing {
    private final long position = producer.claim(8);

    /** The first result: whether the producer would wake. */
    @Actor
    public void producer(ZZ_Result result) {
        producer.describe(position, RecordType.MESSAGE, 1, 0, 0);
        producer.commit(position, 8, 8);
        VarHandle.fullFence();
        result.r1 = ring.consumerSleeps.isSet();
    }

    /** The second result: whether the consumer would sleep. */
    @Actor
    public void consumer(ZZ_Result result) {
        ring.consumerSleeps.set();
        VarHandle.fullFence();
        result.r2 = consumer.isEmpty();
    }
}
