// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordType;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** A channel's messages as records of a ring. */
record RingOutlet(RingProducer producer) implements Outlet {
    @Override
    public int maxPayload() {
        return producer.maxPayload();
    }

    @Override
    public long write(ByteBuffer message) {
        return producer.offer(RecordType.NOTIFICATION, 0, 0, 0, message);
    }

    @Override
    public boolean isConsumed(long position) {
        return producer.isConsumed(position);
    }

    @Override
    public long progress() {
        return producer.progress();
    }

    @Override
    public void awaitProgress(long progress, long timeoutNs, BooleanSupplier over) {
        producer.awaitProgress(progress, timeoutNs, over);
    }

    @Override
    public void interrupt() {
        producer.interrupt();
    }

    @Override
    public void countLosses(long messages) {
        producer.count(ChannelDescriptor.LOSSES_OFFSET, messages);
    }
}
