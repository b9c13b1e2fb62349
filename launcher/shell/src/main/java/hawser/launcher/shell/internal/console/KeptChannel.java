// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import java.io.OutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A stream as a channel that cannot be closed: Gogo closes its output after each of a line's statements. */
public final class KeptChannel implements WritableByteChannel {
    private final OutputStream stream;

    /**
     * Keeps a stream.
     *
     * @param stream flushed after each write, never closed
     */
    public KeptChannel(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        stream.write(bytes);
        stream.flush();
        return bytes.length;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }
}
