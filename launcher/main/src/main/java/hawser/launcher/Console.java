// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The launcher's standard output and standard error, as bytes: nothing buffers, nothing translates. */
final class Console {
    private final OutputStream output;
    private final OutputStream error;

    Console(OutputStream output, OutputStream error) {
        this.output = output;
        this.error = error;
    }

    static Console ofProcess() {
        return new Console(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    void say(String line) {
        output((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void complain(String line) {
        error((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void output(byte[] bytes) {
        write(output, bytes);
    }

    void error(byte[] bytes) {
        write(error, bytes);
    }

    private static void write(OutputStream stream, byte[] bytes) {
        try {
            stream.write(bytes);
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the output cannot be written: " + e.getMessage(), e);
        }
    }
}
