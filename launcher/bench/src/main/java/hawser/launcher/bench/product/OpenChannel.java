// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.peer.NativeEnd;
import hawser.launcher.bench.peer.Pipe;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.Claim;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/** A channel of the distribution's, from Java to the driver's native end. */
final class OpenChannel implements AutoCloseable {
    /** Its reader's name begins so, as the system shows it. */
    static final String READER = "hawser-reader-b";

    private final SharedMemoryChannel channel;
    private final NativeEnd nativeEnd;
    private final ByteBuffer payload;
    private ByteBuffer[] payloads = {};

    private OpenChannel(SharedMemoryChannel channel, int length) {
        this.channel = channel;
        this.nativeEnd = NativeEnd.facingJava(channel.descriptor(), channel.length());
        this.payload = ByteBuffer.allocateDirect(length);
    }

    /** For messages of that length. */
    static OpenChannel of(int length) throws Exception {
        long size = Pipe.capacity(length);
        return new OpenChannel(Services.service(Channels.class)
                .create("bench", new ChannelSizes(size, size)), length);
    }

    NativeEnd nativeEnd() {
        return nativeEnd;
    }

    ByteBuffer payload() {
        return payload;
    }

    /** Starts the reader thread. */
    void receive(RecordHandler handler) {
        channel.startReceiving(handler);
    }

    /** Offers the payload until there is room. */
    void send(int type, long correlation) {
        long result = channel.offer(type, correlation, 0, 0, payload);
        while (result == SharedMemoryChannel.BACK_PRESSURED) {
            Thread.onSpinWait();
            result = channel.offer(type, correlation, 0, 0, payload);
        }
        if (result < 0) {
            throw new IllegalStateException("the channel must take the message: result=" + result);
        }
    }

    /** Offers the payload so many times at once, until there is room for all. */
    void sendMessages(int count) {
        if (payloads.length < count) {
            payloads = new ByteBuffer[count];
            Arrays.fill(payloads, payload);
        }
        for (int sent = 0; sent < count;) {
            int taken = channel.offerAll(RecordType.MESSAGE, 0, payloads, sent, count);
            if (taken < 0 && taken != SharedMemoryChannel.BACK_PRESSURED) {
                throw new IllegalStateException("the channel must take the messages: result=" + taken);
            }
            sent += Math.max(taken, 0);
        }
    }

    /** Claims, waiting for room, and writes the payload in place. */
    void write(Claim claim) {
        long result = channel.claim(claim, payload.capacity());
        while (result == SharedMemoryChannel.BACK_PRESSURED) {
            Thread.onSpinWait();
            result = channel.claim(claim, payload.capacity());
        }
        if (result < 0) {
            throw new IllegalStateException("the channel must have room: result=" + result);
        }
        claim.put(0, payload);
    }

    Claim newClaim() {
        return channel.newClaim();
    }

    /** The caller reads meanwhile. */
    void awaitWhile(BooleanSupplier unanswered, long deadlineNs) {
        channel.awaitWhile(unanswered, deadlineNs);
    }

    void sendMessage() {
        send(RecordType.MESSAGE, 0);
    }

    @Override
    public void close() {
        nativeEnd.close();
        channel.close();
    }
}
