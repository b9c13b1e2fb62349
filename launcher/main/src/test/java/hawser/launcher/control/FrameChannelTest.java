// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames over a real socket. */
class FrameChannelTest {
    @TempDir
    Path folder;
    private SocketChannel near;
    private SocketChannel far;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address);
            near = SocketChannel.open(address);
            far = listener.accept();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        near.close();
        far.close();
    }

    @Test
    void shouldDeliverFramesWholeAndInOrderWhenSent() throws IOException {
        FrameChannel sender = new FrameChannel(near);

        sender.write(new Frame(Frame.Type.OUTPUT, new byte[] {1, 2, 3}));
        sender.write(new Frame(Frame.Type.ACCEPTED, new byte[0]));
        sender.write(Frame.exit(-2));

        FrameChannel receiver = new FrameChannel(far);
        assertArrayEquals(new byte[] {1, 2, 3}, receiver.read().orElseThrow().payload());
        assertEquals(Frame.Type.ACCEPTED, receiver.read().orElseThrow().type());
        assertEquals(-2, receiver.read().orElseThrow().exitCode());
    }

    @Test
    void shouldReportTheEndWhenTheOtherSideClosesInTheMiddleOfAFrame() throws IOException {
        near.write(ByteBuffer.wrap(new byte[] {0, 0, 0}));
        near.close();

        assertTrue(new FrameChannel(far).read().isEmpty());
    }

    @Test
    void shouldRefuseWhenTheLengthIsImpossible() throws IOException {
        near.write(ByteBuffer.allocate(Frame.HEADER_LENGTH).put((byte) 2).putInt(-1).flip());

        assertThrows(IOException.class, () -> new FrameChannel(far).read());
    }

    @Test
    void shouldRefuseWhenTheTypeIsUnknown() throws IOException {
        near.write(ByteBuffer.allocate(Frame.HEADER_LENGTH).put((byte) 99).putInt(0).flip());

        assertThrows(IOException.class, () -> new FrameChannel(far).read());
    }

    @Test
    void shouldSendAndStayInterruptedWhenTheThreadIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();

        new FrameChannel(near).write(Frame.exit(0));

        assertTrue(Thread.interrupted());
        assertEquals(0, new FrameChannel(far).read().orElseThrow().exitCode());
    }
}
