// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** A ring does what a queue of messages does, whatever is claimed, committed, aborted and read in which order. */
class RingModelTest {
    private static final int UNDER_WAY = 3;
    private static NativeMemory memory;

    /** What is done next, with which length and which of the claims. */
    record Step(Kind kind, int length, int claim) {
    }

    enum Kind { OFFER, CLAIM, COMMIT, ABORT, READ }

    /** A record that was claimed: its bytes once it is committed, or that it was aborted. */
    private static final class Expected {
        private byte[] bytes;
        private boolean aborted;
    }

    @BeforeContainer
    static void bind() {
        memory = new NativeMemory();
    }

    @AfterContainer
    static void unbind() {
        memory.close();
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 950),
                Arbitraries.integers().between(0, UNDER_WAY - 1)).as(Step::new).list().ofMaxSize(200);
    }

    @Property(tries = 300)
    void shouldBeAQueueWhenThereIsOneProducer(@ForAll("steps") List<Step> steps) {
        try (Segment segment = Segment.create("model", new ChannelSizes(1024, 1024))) {
            new Model(segment, segment.toRenderer()).run(steps);
        }
    }

    @Property(tries = 300)
    void shouldBeAQueueWhenThereAreManyProducers(@ForAll("steps") List<Step> steps) {
        try (Segment segment = Segment.create("model", new ChannelSizes(1024, 1024))) {
            new Model(segment, segment.toNative()).run(steps);
        }
    }

    private static final class Model {
        private final RingProducer producer;
        private final RingConsumer consumer;
        private final RingClaim[] claims = new RingClaim[UNDER_WAY];
        private final Expected[] claimed = new Expected[UNDER_WAY];
        private final Deque<Expected> queue = new ArrayDeque<>();

        Model(Segment segment, RingMemory ring) {
            producer = RingProducer.of(ring);
            consumer = new RingConsumer(ring, segment.pins());
            for (int i = 0; i < UNDER_WAY; i++) {
                claims[i] = new RingClaim(producer, segment.pins());
            }
        }

        void run(List<Step> steps) {
            steps.forEach(this::step);
            for (int i = 0; i < UNDER_WAY; i++) {
                abort(i);
            }
            read();
            assertTrue(queue.isEmpty(), "queue=" + queue.size());
        }

        private void step(Step step) {
            switch (step.kind) {
                case OFFER -> offer(step.length);
                case CLAIM -> claim(step.claim, step.length);
                case COMMIT -> commit(step.claim, step.length);
                case ABORT -> abort(step.claim);
                case READ -> read();
            }
        }

        private void offer(int length) {
            byte[] bytes = RingContract.pattern(length);
            if (producer.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.wrap(bytes)) >= 0) {
                Expected expected = new Expected();
                expected.bytes = bytes;
                queue.add(expected);
            }
        }

        private void claim(int claim, int length) {
            if (claimed[claim] == null && claims[claim].open(length) == 0) {
                claimed[claim] = new Expected();
                queue.add(claimed[claim]);
            }
        }

        private void commit(int claim, int length) {
            if (claimed[claim] == null) {
                return;
            }
            byte[] bytes = RingContract.pattern(Math.min(length, claims[claim].length()));
            claims[claim].put(0, ByteBuffer.wrap(bytes));
            claims[claim].commit(RecordType.MESSAGE, 0, 0, 0, bytes.length);
            claimed[claim].bytes = bytes;
            claimed[claim] = null;
        }

        private void abort(int claim) {
            if (claimed[claim] != null) {
                claims[claim].abort();
                claimed[claim].aborted = true;
                claimed[claim] = null;
            }
        }

        /** All that lies before the first claim that is under way. */
        private void read() {
            int taken;
            do {
                taken = consumer.poll((type, correlation, key, payload) -> {
                    dropAborted();
                    assertArrayEquals(queue.remove().bytes, payload.copy());
                }, 10);
                assertTrue(taken >= 0, "taken=" + taken);
            } while (taken > 0);
            dropAborted();
            assertTrue(queue.isEmpty() || queue.peek().bytes == null, "a committed record was not read");
            assertEquals(0, taken);
        }

        private void dropAborted() {
            while (!queue.isEmpty() && queue.peek().aborted) {
                queue.remove();
            }
        }
    }
}
