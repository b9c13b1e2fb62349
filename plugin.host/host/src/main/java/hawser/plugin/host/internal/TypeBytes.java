// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The bytes by which a plugin tells the messages of its events apart: put in front of what goes to it, taken off what
 * answers. Immutable.
 */
final class TypeBytes {
    private final Map<String, Byte> types;

    TypeBytes(List<DeclaredEvent> events) {
        types = events.stream().filter(DeclaredEvent::hasType)
                .collect(Collectors.toUnmodifiableMap(DeclaredEvent::name, event -> (byte) event.type()));
    }

    /** Whether messages bear none. */
    boolean isEmpty() {
        return types.isEmpty();
    }

    private boolean marks(String event) {
        return !types.isEmpty() && types.containsKey(event);
    }

    /** A buffer or bytes, as they are to travel. */
    Object mark(String event, Object payload) {
        if (!marks(event)) {
            return payload;
        }
        ByteBuffer from = payload instanceof ByteBuffer buffer ? buffer.duplicate() : ByteBuffer.wrap((byte[]) payload);
        return ByteBuffer.allocate(1 + from.remaining()).put(types.get(event)).put(from).array();
    }

    /** What an answer holds. */
    byte[] unmark(String event, byte[] answer) {
        if (!marks(event)) {
            return answer;
        }
        if (answer.length == 0) {
            throw TransportException.of(ErrorCode.DESERIALIZE_FAILED,
                    "an answer must begin with its event's type byte: length=0", event);
        }
        return Arrays.copyOfRange(answer, 1, answer.length);
    }
}
