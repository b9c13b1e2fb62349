// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a client asks of a running instance.
 *
 * @param verb what to do
 * @param argument the command line of {@link Verb#COMMAND}; else empty
 * @param folder the client's working folder
 * @param columns the width of the terminal that is the client's standard output; 0 if it is none
 * @param color whether that terminal shows colours, and they are wanted
 * @param script the name of the script that {@code argument} is the text of; empty if it was typed
 * @param arguments of the script
 */
public record ControlRequest(Verb verb, String argument, String folder, int columns, boolean color, String script,
        List<String> arguments) {
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
        arguments = List.copyOf(arguments);
        int length = encoded(argument).length;
        if (length > MAX_ARGUMENT) {
            throw new IllegalArgumentException("a command or script is at most " + MAX_ARGUMENT
                    + " bytes long: length=" + length + "; put parts of it into files and run each: source FILE");
        }
    }

    /**
     * A request that is no script, from where there are no colours.
     *
     * @param verb what to do
     * @param argument the command line of {@link Verb#COMMAND}; else empty
     * @param folder the client's working folder
     * @param columns the width of the terminal that is the client's standard output; 0 if it is none
     */
    public ControlRequest(Verb verb, String argument, String folder, int columns) {
        this(verb, argument, folder, columns, false, "", List.of());
    }

    /**
     * {@return the frame that carries this request}
     *
     * @throws IllegalArgumentException if it is too long for one
     */
    public Frame toFrame() {
        List<byte[]> texts = Stream.concat(Stream.of(argument, folder, script), arguments.stream())
                .map(ControlRequest::encoded).toList();
        int length = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate(4 * Integer.BYTES + length);
        buffer.putInt(verb.ordinal()).putInt(columns).putInt(color ? 1 : 0).putInt(arguments.size());
        texts.forEach(text -> buffer.putInt(text.length).put(text));
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
            boolean color = buffer.getInt() != 0;
            int count = buffer.getInt();
            String argument = text(buffer);
            String folder = text(buffer);
            String script = text(buffer);
            List<String> arguments = IntStream.range(0, count).mapToObj(i -> text(buffer)).toList();
            return new ControlRequest(VERBS[verb], argument, folder, columns, color, script, arguments);
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
