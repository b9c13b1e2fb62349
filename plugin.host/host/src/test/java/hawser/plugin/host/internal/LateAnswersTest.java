// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class LateAnswersTest {
    private static final byte[] ANSWER = {1};

    private final LateAnswers late = new LateAnswers();

    private static TransportException timeout() {
        return TransportException.of(ErrorCode.TIMEOUT, "late");
    }

    @Test
    void shouldCountThoseOfAPluginThroughAllItsGenerations() {
        for (int generation = 0; generation < 2; generation++) {
            PendingRequests pending = new PendingRequests(4, late.of("slow"));
            TestExchange timedOut = new TestExchange("");
            long name = pending.add(timedOut);
            timedOut.fail(timeout());
            pending.take(name);
        }
        late.of("quick");

        assertEquals(Map.of("slow", 2L, "quick", 0L), late.counts());
    }

    /** The others of the envelope are waited for, so the answer as a whole is not late. */
    @Test
    void shouldCountARequestOfAnEnvelopeByItself() {
        List<TestExchange> items = List.of(new TestExchange(""), new TestExchange(""), new TestExchange(""));
        PluginEnvelope envelope = new PluginEnvelope(List.copyOf(items), "slow");
        LongAdder count = late.of("slow");
        PluginAnswers answers = answers(count);
        items.get(1).fail(timeout());

        answers.end(envelope, RecordType.RESPONSE, PluginEnvelope.pack(List.of(ANSWER, ANSWER, ANSWER)));

        assertEquals(1, count.sum());
        assertEquals(ErrorCode.TIMEOUT, items.get(1).end());
        assertArrayEquals(ANSWER, (byte[]) items.get(0).end());
        assertArrayEquals(ANSWER, (byte[]) items.get(2).end());
    }

    private static PluginAnswers answers(LongAdder count) {
        HeldKey key = TestGeneration.key();
        return new PluginAnswers(key, new Payloads(type -> null), new TypeBytes(List.of(), Set.of()),
                new PluginFailures("slow", key, 1 << 20), count);
    }
}
