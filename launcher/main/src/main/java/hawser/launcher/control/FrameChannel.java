// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/** A connection that carries frames. One thread may read while any number of others write. */
public final class FrameChannel implements AutoCloseable {
    private static final Frame.Type[] TYPES = Frame.Type.values();
    private final ByteChannel channel;
    private final Object writing = new Object();

    /**
     * Takes over a connection.
     *
     * @param channel a connected, blocking channel, closed with this object
     */
    public FrameChannel(ByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the next frame.
     *
     * @return the frame, or empty when the other side has gone, also in the middle of a frame
     * @throws IOException if the connection fails or what came is no frame
     */
    public Optional<Frame> read() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_LENGTH);
        if (!fill(header)) {
            return Optional.empty();
        }
        int type = header.get(0);
        int length = header.getInt(1);
        if (type < 0 || type >= TYPES.length || length < 0 || length > Frame.MAX_LENGTH) {
            throw new IOException("not a control frame: type=" + type + ", length=" + length);
        }
        ByteBuffer payload = ByteBuffer.allocate(length);
        return fill(payload) ? Optional.of(new Frame(TYPES[type], payload.array())) : Optional.empty();
    }

    /**
     * Sends a frame, whole. An interrupted thread sends too, and stays interrupted.
     *
     * @param frame what to send
     * @throws IOException if the other side has gone
     */
    public void write(Frame frame) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Frame.HEADER_LENGTH + frame.payload().length);
        buffer.put((byte) frame.type().ordinal()).putInt(frame.payload().length).put(frame.payload()).flip();
        boolean interrupted = Thread.interrupted(); // an interrupted thread's write would close the channel
        try {
            drain(buffer);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void drain(ByteBuffer buffer) throws IOException {
        synchronized (writing) {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private boolean fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }
}
