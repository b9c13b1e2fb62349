// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * By what a plugin tells the messages of its events apart: their type bytes, put in front of what goes to it and taken
 * off what answers; or, where an extension takes them, their names, of which answers bear none. Immutable.
 */
final class TypeBytes {
    /** Data behind a name lies at a multiple of this. */
    private static final int ALIGNMENT = 8;

    private final Map<String, byte[]> prefixes;
    private final Set<String> typed;

    TypeBytes(List<DeclaredEvent> events, Set<Extension> extensions) {
        Map<String, byte[]> all = new HashMap<>();
        Set<String> marked = new HashSet<>();
        for (DeclaredEvent event : events) {
            if (event.isNamedFor(extensions)) {
                all.put(event.name(), named(event.name()));
            } else if (event.hasType()) {
                all.put(event.name(), new byte[] {(byte) event.type()});
                marked.add(event.name());
            }
        }
        prefixes = Map.copyOf(all);
        typed = Set.copyOf(marked);
    }

    /** The name, a NUL, and more of them. */
    private static byte[] named(String event) {
        byte[] name = event.getBytes(US_ASCII);
        return Arrays.copyOf(name, (name.length + ALIGNMENT) / ALIGNMENT * ALIGNMENT);
    }

    /** Whether messages bear none. */
    boolean isEmpty() {
        return prefixes.isEmpty();
    }

    /** A buffer or bytes, as they are to travel. */
    Object mark(String event, Object payload) {
        byte[] prefix = prefixes.get(event);
        if (prefix == null) {
            return payload;
        }
        ByteBuffer from = payload instanceof ByteBuffer buffer ? buffer.duplicate() : ByteBuffer.wrap((byte[]) payload);
        return ByteBuffer.allocate(prefix.length + from.remaining()).put(prefix).put(from).array();
    }

    /** What an answer holds. */
    byte[] unmark(String event, byte[] answer) {
        if (!typed.contains(event)) {
            return answer;
        }
        if (answer.length == 0) {
            throw TransportException.of(ErrorCode.DESERIALIZE_FAILED,
                    "an answer must begin with its event's type byte: length=0", event);
        }
        return Arrays.copyOfRange(answer, 1, answer.length);
    }
}
