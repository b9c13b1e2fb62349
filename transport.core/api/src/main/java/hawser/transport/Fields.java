// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure's fields, and those of what caused it, as plain values and back. */
final class Fields {
    private static final int LONGEST_CHAIN = 32;

    private Fields() {
    }

    static ErrorCode code(Object name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return ErrorCode.INTERNAL_ERROR;
    }

    static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** A chain of causes may be a ring: it is cut. */
    static Map<String, Object> of(Throwable cause) {
        return of(cause, LONGEST_CHAIN);
    }

    private static Map<String, Object> of(Throwable cause, int rest) {
        if (cause == null || rest == 0) {
            return null;
        }
        if (cause instanceof TransportException failure) {
            return failure.toFields();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", cause instanceof RemoteCause remote ? remote.name() : cause.getClass().getName());
        fields.put("message", cause.getMessage());
        fields.put("stack", Arrays.stream(cause.getStackTrace()).map(StackTraceElement::toString).toList());
        fields.put("cause", of(cause.getCause(), rest - 1));
        return fields;
    }

    /** What caused a failure elsewhere: another failure, a thing with a name and a stack, or a text. */
    static Throwable cause(Object told) {
        if (told == null) {
            return null;
        }
        if (told instanceof Map<?, ?> fields) {
            return fields.containsKey("code")
                    ? TransportException.fromFields(copy(fields)) : RemoteCause.of(copy(fields));
        }
        return new RemoteCause(null, told.toString(), null);
    }

    /** The keys of what was read from a document are strings. */
    static Map<String, Object> copy(Map<?, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>();
        fields.forEach((key, value) -> copy.put(String.valueOf(key), copyOf(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static Object copyOf(Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        }
        return value instanceof List<?> list
                ? list.stream().map(Fields::copyOf).toList() : value;
    }
}
