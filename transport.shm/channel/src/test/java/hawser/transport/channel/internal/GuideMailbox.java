// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A program that knows mailboxes from their guide only: it maps the file and shares no code with the product. As a
 * process it echoes so many messages.
 */
public final class GuideMailbox {
    private static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer memory;
    private final int in;
    private final int out;
    private final int inData;
    private final int outData;

    GuideMailbox(Path file, boolean renderer, int rendererToNativeSize, int nativeToRendererSize) throws IOException {
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            memory = opened.map(FileChannel.MapMode.READ_WRITE, 0, 16 + rendererToNativeSize + nativeToRendererSize)
                    .order(ByteOrder.nativeOrder());
        }
        out = renderer ? 0 : 2;
        in = renderer ? 2 : 0;
        outData = renderer ? 16 : 16 + rendererToNativeSize;
        inData = renderer ? 16 + rendererToNativeSize : 16;
    }

    int control(int index) {
        return (int) INT.getVolatile(memory, index * Integer.BYTES);
    }

    void control(int index, int value) {
        INT.setVolatile(memory, index * Integer.BYTES, value);
    }

    void send(byte[] message) {
        while (control(out) != 0) {
            Thread.onSpinWait();
        }
        memory.put(outData, message);
        control(out + 1, message.length);
        control(out, 1);
    }

    byte[] take() {
        while (control(in) != 1) {
            Thread.onSpinWait();
        }
        byte[] message = new byte[control(in + 1)];
        memory.get(inData, message);
        control(in, 0);
        return message;
    }

    /**
     * Echoes.
     *
     * @param arguments file, role, two sizes, and how many messages
     * @throws IOException if the file cannot be mapped
     */
    public static void main(String[] arguments) throws IOException {
        GuideMailbox mailbox = new GuideMailbox(Path.of(arguments[0]), arguments[1].equals("renderer"),
                Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        for (int i = Integer.parseInt(arguments[4]); i > 0; i--) {
            mailbox.send(mailbox.take());
        }
    }
}
