// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What a client asks of a running instance.
 *
 * @param verb what to do
 * @param argument the command line of {@link Verb#COMMAND}; else empty
 * @param folder the client's working folder
 * @param columns the width of the terminal that is the client's standard output; 0 if it is none
 */
public record ControlRequest(Verb verb, String argument, String folder, int columns) {
    private static final int FIXED_LENGTH = 4 * Integer.BYTES;
    private static final int MAX_ARGUMENT = Frame.MAX_LENGTH / 2;
    private static final Verb[] VERBS = Verb.values();

    /** What can be asked. Its ordinal is its number on the wire. */
    public enum Verb {
        /** Runs a command line when the instance is ready. */
        COMMAND,
        /** Answers when the instance is ready, which from then on stays without an owner. */
        START,
        /** Begins to stop the instance and answers at once. */
        STOP,
        /** Describes the instance, at once. */
        STATUS,
        /** Says that the owner leaves; the exit code is 0 if the instance stops with it, 1 if it stays for others. */
        LEAVE
    }

    /** Checks the sizes. */
    public ControlRequest {
        Objects.requireNonNull(verb, "verb");
        int length = encoded(argument).length;
        if (length > MAX_ARGUMENT) {
            throw new IllegalArgumentException("a command is at most " + MAX_ARGUMENT + " bytes long: length=" + length
                    + "; put it into a file and run: gosh FILE");
        }
    }

    /** {@return the frame that carries this request} */
    public Frame toFrame() {
        byte[] text = encoded(argument);
        byte[] place = encoded(folder);
        ByteBuffer buffer = ByteBuffer.allocate(FIXED_LENGTH + text.length + place.length);
        buffer.putInt(verb.ordinal()).putInt(columns).putInt(text.length).put(text).putInt(place.length).put(place);
        return new Frame(Frame.Type.REQUEST, buffer.array());
    }

    /**
     * {@return the request in a frame}
     *
     * @param frame a REQUEST frame
     * @throws IllegalArgumentException if it is none
     */
    public static ControlRequest of(Frame frame) {
        if (frame.type() != Frame.Type.REQUEST) {
            throw new IllegalArgumentException("a request comes first: type=" + frame.type());
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame.payload());
        try {
            int verb = buffer.getInt();
            int columns = buffer.getInt();
            String argument = text(buffer);
            return new ControlRequest(VERBS[verb], argument, text(buffer), columns);
        } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a request: length=" + frame.payload().length, e);
        }
    }

    private static String text(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] encoded(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
