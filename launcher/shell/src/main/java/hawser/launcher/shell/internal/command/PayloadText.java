// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.Codec;
import hawser.transport.TransportException;
import java.io.PrintStream;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * Payloads and answers as a shell reads and shows them: text for raw bytes, JSON for all else. A text that is asked for
 * needs no quotes.
 */
record PayloadText(Codec codec) {
    /** The payload that the words mean. */
    Object parse(Type type, String[] words) {
        byte[] bytes = String.join(" ", words).getBytes(UTF_8);
        if (type == byte[].class) {
            return bytes;
        }
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes);
        }
        if (type == String.class && !isQuoted(words)) {
            return String.join(" ", words);
        }
        return type == Void.class ? null : decode(bytes, type);
    }

    private static boolean isQuoted(String[] words) {
        return words.length > 0 && words[0].startsWith("\"");
    }

    private Object decode(byte[] bytes, Type type) {
        try {
            return codec.decode(bytes, type);
        } catch (TransportException e) {
            throw failure(e);
        }
    }

    byte[] bytes(Object answer, Type type) {
        if (answer instanceof byte[] raw) {
            return raw;
        }
        if (answer instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return codec.encode(answer, type);
    }

    static RuntimeException failure(Throwable cause) {
        return cause instanceof TransportException failure
                ? new CommandFailure(failure.code() + ": " + PlainText.of(failure.getMessage()), failure)
                : new CommandFailure(cause.toString(), cause);
    }

    /** Only a terminal has a width. */
    static boolean isTerminal(CommandSession session) {
        return session.get("COLUMNS") != null;
    }

    /** Writes a line of bytes as they are. */
    static void write(byte[] bytes) {
        PrintStream output = Process.Utils.current().out();
        output.write(bytes, 0, bytes.length);
        output.write('\n');
        output.flush();
    }
}
