// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** A small ring of many producers on the heap, with both ends. */
class StressedRing {
    private static final int CAPACITY = 1024;

    final RingMemory ring = ring();
    final RingProducer producer = RingProducer.of(ring);
    final RingConsumer consumer = new RingConsumer(ring, new Pins());
    private long seen;
    private final RecordHandler digits = (type, correlation, key, payload) ->
            seen = seen * 10 + (payload.getLong(0) == correlation ? correlation : 9);

    private static RingMemory ring() {
        UnsafeBuffer state = new UnsafeBuffer(new byte[ChannelDescriptor.RING_STATE_LENGTH]);
        state.putInt(ChannelDescriptor.PRODUCERS_OFFSET, ChannelDescriptor.PRODUCERS_MANY);
        return new RingMemory(state, new UnsafeBuffer(new byte[CAPACITY]), (index, length) -> null, null);
    }

    /** Claims, writes in place, and commits a record that carries the number twice. */
    void put(long number) {
        RingClaim claim = new RingClaim(producer, new Pins());
        claim.open(16);
        claim.putLong(0, number);
        claim.commit(RecordType.MESSAGE, number, 0, 0, 8);
    }

    void abort() {
        RingClaim claim = new RingClaim(producer, new Pins());
        claim.open(100);
        claim.putLong(0, -1);
        claim.abort();
    }

    void offer(long number) {
        ByteBuffer payload = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
        producer.offer(RecordType.MESSAGE, number, 0, 0, payload.putLong(0, number));
    }

    /** The numbers read so far, as digits; 9 for a record that is not whole. */
    long poll() {
        consumer.poll(digits, 10);
        return seen;
    }
}
