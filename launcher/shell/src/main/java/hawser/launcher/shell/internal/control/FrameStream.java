// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A stream whose bytes go to the client as frames, in pieces of 32 KiB. */
final class FrameStream extends OutputStream {
    private static final int PIECE = 32 * 1024;
    private final FrameChannel channel;
    private final Frame.Type type;

    FrameStream(FrameChannel channel, Frame.Type type) {
        this.channel = channel;
        this.type = type;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int start = offset; start < end; start += PIECE) {
            channel.write(new Frame(type, Arrays.copyOfRange(bytes, start, Math.min(end, start + PIECE))));
        }
    }
}
