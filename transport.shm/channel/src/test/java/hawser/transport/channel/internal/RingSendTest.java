// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BoundMemory.class)
class RingSendTest extends SendContract {
    private final MappedChannel channel = MappedChannel.create("send", ChannelFixture.SMALL,
            ChannelOptions.defaults().withQueue(QUEUE, 1024), closed -> { });
    private final NativeEnd peer = new NativeEnd(channel);

    @AfterEach
    void closeBoth() {
        channel.close();
        peer.close();
    }

    @Override
    MessageChannel channel() {
        return channel;
    }

    @Override
    byte[] takeAtPeer() {
        AtomicReference<byte[]> taken = new AtomicReference<>();
        peer.take(1, (type, correlation, key, payload) -> taken.set(payload.copy()));
        peer.requests.publishAll();
        peer.requests.wakeProducer();
        return taken.get();
    }

    @Override
    void sendFromPeer(byte[] message) {
        while (peer.answers.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.wrap(message))
                == SharedMemoryChannel.BACK_PRESSURED) {
            Thread.onSpinWait();
        }
    }

    @Override
    int fillChannel() {
        int count = 0;
        while (channel.offer(RecordType.NOTIFICATION, 0, 0, 0, ByteBuffer.allocate(1)) > 0) {
            count++;
        }
        return count;
    }

    @Override
    long messagesSent() {
        return channel.info().toNative().messages();
    }
}
