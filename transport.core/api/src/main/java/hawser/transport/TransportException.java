// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request failed: one type, told apart by its code. Its fields travel as {@link #toFields()} and come back with
 * {@link #fromFields(Map)} without loss. Immutable, thread-safe.
 */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "TransportException";

    private final ErrorCode code;
    private final transient Map<String, Object> fields;

    private TransportException(ErrorCode code, String message, Map<String, Object> fields, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.fields = fields;
    }

    /**
     * {@return a failure that concerns no event in particular}
     *
     * @param code why
     * @param message what was required, what was found, what to do
     */
    public static TransportException of(ErrorCode code, String message) {
        return of(code, message, null);
    }

    /**
     * {@return a failure of an event}
     *
     * @param code why
     * @param message what was required, what was found, what to do
     * @param event the name of the event, or null
     */
    public static TransportException of(ErrorCode code, String message, String event) {
        return of(code, message, event, null, null);
    }

    /**
     * {@return a failure of an event, with all that is known}
     *
     * @param code why
     * @param message what was required, what was found, what to do
     * @param event the name of the event, or null
     * @param plugin the name of the plugin concerned, or null
     * @param cause what failed underneath, or null
     */
    public static TransportException of(ErrorCode code, String message, String event, String plugin, Throwable cause) {
        Objects.requireNonNull(code, "code");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", TYPE);
        fields.put("code", code.name());
        fields.put("message", message);
        fields.put("eventName", event);
        fields.put("pluginName", plugin);
        fields.put("timestamp", System.currentTimeMillis());
        fields.put("cause", cause == null ? null : cause.toString());
        return new TransportException(code, message, fields, cause);
    }

    /**
     * Restores a failure from its fields. A code that this version does not know reads as INTERNAL_ERROR and is kept.
     *
     * @param fields as {@link #toFields()} gave them, perhaps with others
     * @return a failure with the same fields
     */
    public static TransportException fromFields(Map<String, ?> fields) {
        Map<String, Object> copy = new LinkedHashMap<>(fields);
        return new TransportException(codeOf(copy.get("code")), text(copy.get("message")), copy, null);
    }

    private static ErrorCode codeOf(Object name) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return ErrorCode.INTERNAL_ERROR;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** {@return why it failed} */
    public ErrorCode code() {
        return code;
    }

    /** {@return the name of the event concerned} */
    public Optional<String> eventName() {
        return Optional.ofNullable(text(fields.get("eventName")));
    }

    /** {@return the name of the plugin concerned} */
    public Optional<String> pluginName() {
        return Optional.ofNullable(text(fields.get("pluginName")));
    }

    /** {@return when it failed, in milliseconds since the epoch; 0 if that was never said} */
    public long timestamp() {
        return fields.get("timestamp") instanceof Number number ? number.longValue() : 0;
    }

    /** {@return name, code, message, eventName, pluginName, timestamp and cause, and whatever else it came with} */
    public Map<String, Object> toFields() {
        return Collections.unmodifiableMap(fields);
    }
}
