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

/** A producer that claims and commits at once, and a consumer that falls asleep: one of them sees the other. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the producer wakes the sleeper")
@Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "the consumer sees the claim and only naps")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "each sees the other")
@Outcome(id = "false, true", expect = Expect.FORBIDDEN, desc = "a wake-up is lost")
@State
public class WakeStress extends StressedRing {
    /** The first result: whether the producer would wake. */
    @Actor
    public void producer(ZZ_Result result) {
        long position = producer.claim(8);
        producer.describe(position, RecordType.MESSAGE, 1, 0, 0);
        producer.commit(position, 8, 8);
        result.r1 = ring.consumerSleeps.isSet();
    }

    /** The second result: whether the consumer, as in {@code consumer.c}, would sleep until it is woken. */
    @Actor
    public void consumer(ZZ_Result result) {
        ring.consumerSleeps.set();
        VarHandle.fullFence();
        result.r2 = consumer.isEmpty()
                && ring.state.getLongOpaque(ChannelDescriptor.PRODUCER_POSITION_OFFSET) == 0;
    }
}
