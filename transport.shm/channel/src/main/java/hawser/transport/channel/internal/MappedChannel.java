// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The renderer's end of a channel over a mapped segment. */
final class MappedChannel implements SharedMemoryChannel {
    /*
     * Producers take turns under this object's lock; the reader thread needs none. Closing: under the lock the channel
     * is marked closed, so that nobody writes any more; then the reader ends; whoever saw the last of both lets go
     * of the memory. A handler that closes its own channel is on the reader thread, which then does so itself.
     */
    private final String name;
    private final ChannelSizes sizes;
    private final Segment segment;
    private final RingMemory toNative;
    private final RingMemory toRenderer;
    private final RingProducer producer;
    private final Consumer<MappedChannel> onClose;
    private ChannelReader reader;
    private ChannelInfo last;

    MappedChannel(String name, ChannelSizes sizes, Consumer<MappedChannel> onClose) {
        this.name = name;
        this.sizes = sizes;
        this.segment = Segment.create(name, sizes);
        this.toNative = segment.toNative();
        this.toRenderer = segment.toRenderer();
        this.producer = new RingProducer(toNative);
        this.onClose = onClose;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelSizes sizes() {
        return sizes;
    }

    @Override
    public int maxPayload() {
        return producer.maxPayload();
    }

    @Override
    public int descriptor() {
        return segment.descriptor();
    }

    @Override
    public long length() {
        return segment.length();
    }

    @Override
    public synchronized long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload) {
        return last != null ? CLOSED : producer.offer(type, correlation, deadlineMs, key, payload);
    }

    @Override
    public synchronized void startReceiving(RecordHandler handler) {
        if (reader != null || last != null) {
            throw new IllegalStateException("a channel receives once, while it is open: name=" + name);
        }
        reader = new ChannelReader(name, new RingConsumer(toRenderer), handler);
        reader.start();
    }

    @Override
    public synchronized ChannelInfo info() {
        return last != null ? last
                : new ChannelInfo(name, "ring", sizes, toNative.counts(), toRenderer.counts());
    }

    @Override
    public void close() {
        synchronized (this) {
            if (last != null) {
                return;
            }
            last = info();
        }
        onClose.accept(this);
        if (reader == null) {
            segment.close();
        } else {
            reader.stop(segment::close);
        }
    }
}
