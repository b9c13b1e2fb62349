// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An end dies before each of its stores in turn, wherever the ring stands: what was committed is delivered, the rest is
 * not, and the other end meets nothing impossible. Its thread ends in place of its process; {@link KilledProcessTest}
 * has processes.
 */
@ExtendWith(BoundMemory.class)
class DyingEndTest {
    private static final int MESSAGES = 4;
    private static final int STARTS = 16;

    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    private long delivered;
    private final RecordHandler checking = (type, correlation, key, payload) -> {
        assertEquals(delivered, correlation);
        assertTrue(CrashMessage.isWhole(delivered, payload), "message=" + delivered);
        delivered++;
    };

    @Test
    void shouldDeliverWhatTheOneProducerCommittedBeforeItDied() {
        killProducerAtEachStore(Segment::toRenderer);
    }

    @Test
    void shouldDeliverWhatOneOfManyProducersCommittedBeforeItDied() {
        killProducerAtEachStore(Segment::toNative);
    }

    private void killProducerAtEachStore(Function<Segment, RingMemory> kind) {
        for (int start = 0; start < STARTS; start++) {
            long stores = 0;
            while (producerDies(kind, start, stores)) {
                stores++;
            }
            assertTrue(stores > MESSAGES * 5, "stores=" + stores);
        }
    }

    private boolean producerDies(Function<Segment, RingMemory> kind, int start, long stores) {
        try (Segment segment = Segment.create("dying", new ChannelSizes(1024, 1024))) {
            RingMemory ring = kind.apply(segment);
            DyingBuffer.Fuse fuse = new DyingBuffer.Fuse(DyingEndTest::die);
            RingProducer producer = RingProducer.of(DyingBuffer.of(ring, fuse));
            RingConsumer consumer = new RingConsumer(ring, segment.pins());
            passRecords(producer, consumer, start);
            fuse.light(stores);

            int sent = send(producer, new RingClaim(producer, new Pins())); // the dead leave their pins
            delivered = 0;
            readAll(consumer);

            assertTrue(delivered == sent || delivered == sent + 1, "sent=" + sent + ", delivered=" + delivered);
            return fuse.isBurnt();
        }
    }

    private static void die() {
        throw new Died();
    }

    /** So many, so that what follows lies elsewhere in the data. */
    private static void passRecords(RingProducer producer, RingConsumer consumer, int count) {
        for (int i = 0; i < count; i++) {
            producer.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.allocate(0));
            consumer.poll(RingContract.IGNORED, 1);
        }
        consumer.publishAll();
    }

    /** Sends until there is no room, or it dies: how many. Some are written in place, some claims are given up. */
    private static int send(RingProducer producer, RingClaim claim) {
        int sent = 0;
        try {
            for (; sent < MESSAGES && sendOne(producer, claim, sent); sent++) {
                if (sent % 2 == 0 && claim.open(70) == 0) {
                    claim.abort();
                }
            }
        } catch (Died e) {
            return sent;
        }
        return sent;
    }

    private static boolean sendOne(RingProducer producer, RingClaim claim, int sequence) {
        if (sequence % 2 == 0) {
            return producer.offer(RecordType.MESSAGE, sequence, 0, 0, CrashMessage.of(sequence)) > 0;
        }
        int length = CrashMessage.length(sequence);
        if (claim.open(length + 64) < 0) {
            return false;
        }
        claim.put(0, CrashMessage.of(sequence));
        return claim.commit(RecordType.MESSAGE, sequence, 0, 0, length) > 0;
    }

    private void readAll(RingConsumer consumer) {
        int taken = consumer.poll(checking, 1);
        while (taken > 0 || consumer.passAbandoned()) {
            taken = consumer.poll(checking, 1);
            assertTrue(taken >= 0, "taken=" + taken);
        }
    }

    @Test
    void shouldLeaveTheProducersARingThatMakesSenseWhenTheConsumerDies() {
        for (Function<Segment, RingMemory> kind : new KindOfRing[] {Segment::toRenderer, Segment::toNative}) {
            long stores = 0;
            while (consumerDies(kind, stores)) {
                stores++;
            }
            assertTrue(stores > MESSAGES, "stores=" + stores);
        }
    }

    private interface KindOfRing extends Function<Segment, RingMemory> {
    }

    private static boolean consumerDies(Function<Segment, RingMemory> kind, long stores) {
        try (Segment segment = Segment.create("dying", new ChannelSizes(1024, 1024))) {
            RingMemory ring = kind.apply(segment);
            DyingBuffer.Fuse fuse = new DyingBuffer.Fuse(DyingEndTest::die);
            RingProducer producer = RingProducer.of(ring);
            RingConsumer consumer = new RingConsumer(DyingBuffer.of(ring, fuse), segment.pins());
            fuse.light(stores);

            for (int i = 0; i < 100; i++) {
                long result = producer.offer(RecordType.MESSAGE, i, 0, 0, CrashMessage.of(i));
                assertTrue(result > 0 || result == SharedMemoryChannel.BACK_PRESSURED, "result=" + result);
                pollUnlessDead(consumer, fuse);
            }
            return fuse.isBurnt();
        }
    }

    private static void pollUnlessDead(RingConsumer consumer, DyingBuffer.Fuse fuse) {
        try {
            if (!fuse.isBurnt()) {
                consumer.poll(RingContract.IGNORED, 3);
            }
        } catch (Died e) {
            assertTrue(fuse.isBurnt());
        }
    }
}
