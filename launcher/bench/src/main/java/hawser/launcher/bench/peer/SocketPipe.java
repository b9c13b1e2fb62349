// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** A Unix domain socket, blocking. Both ends know the length, so that none is sent. */
public final class SocketPipe implements Pipe {
    private final SocketChannel writer;
    private final SocketChannel reader;

    /** Connects one socket to another. */
    public SocketPipe() throws IOException {
        Path path = Path.of(System.getProperty("java.io.tmpdir"),
                "hawser-bench-" + ProcessHandle.current().pid() + '-' + System.nanoTime());
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            writer = SocketChannel.open(address);
            reader = server.accept();
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public boolean offer(UnsafeBuffer message) throws IOException {
        ByteBuffer bytes = message.byteBuffer().clear();
        while (bytes.hasRemaining()) {
            writer.write(bytes);
        }
        return true;
    }

    @Override
    public int poll(UnsafeBuffer into, int limit) throws IOException {
        ByteBuffer bytes = into.byteBuffer().clear();
        while (bytes.hasRemaining()) {
            if (reader.read(bytes) < 0) {
                throw new EOFException("the writer has closed");
            }
        }
        return 1;
    }

    @Override
    public void close() {
        try (writer; reader) {
            writer.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
