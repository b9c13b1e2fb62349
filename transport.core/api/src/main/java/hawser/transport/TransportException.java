// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request failed: one type, told apart by its code. Its fields travel as {@link #toFields()} and come back with
 * {@link #fromFields(Map)} without loss; Hawser's codecs write it so. What caused it keeps its type's name, its message
 * and its stack on the way, and reads there as it did here. Immutable, thread-safe.
 */
public final class TransportException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "TransportException";

    private final ErrorCode code;
    private final String eventName;
    private final String pluginName;
    private final long timestamp;
    /** As it came from elsewhere; null if it was made here. */
    private final transient Map<String, Object> received;

    private TransportException(ErrorCode code, String message, String eventName, String pluginName, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.eventName = eventName;
        this.pluginName = pluginName;
        this.timestamp = System.currentTimeMillis();
        this.received = null;
    }

    private TransportException(Map<String, Object> received) {
        super(Fields.text(received.get("message")), Fields.cause(received.get("cause")));
        this.code = Fields.code(received.get("code"));
        this.eventName = Fields.text(received.get("eventName"));
        this.pluginName = Fields.text(received.get("pluginName"));
        this.timestamp = received.get("timestamp") instanceof Number number ? number.longValue() : 0;
        this.received = received;
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
        return new TransportException(code, message, event, plugin, cause);
    }

    /**
     * Restores a failure from its fields. A code that this version does not know reads as INTERNAL_ERROR and is kept,
     * as every field is that it does not know.
     *
     * @param fields as {@link #toFields()} gave them, perhaps with others; copied
     * @return a failure with the same fields
     */
    public static TransportException fromFields(Map<String, ?> fields) {
        return new TransportException(Fields.copy(fields));
    }

    /** {@return why it failed} */
    public ErrorCode code() {
        return code;
    }

    /** {@return the name of the event concerned} */
    public Optional<String> eventName() {
        return Optional.ofNullable(eventName);
    }

    /** {@return the name of the plugin concerned} */
    public Optional<String> pluginName() {
        return Optional.ofNullable(pluginName);
    }

    /** {@return when it failed, in milliseconds since the epoch; 0 if that was never said} */
    public long timestamp() {
        return timestamp;
    }

    /**
     * {@return name, code, message, eventName, pluginName, timestamp and cause, and whatever else it came with:
     * strings, numbers, null, and maps and lists of such. A cause is a map of name, message, stack and cause}
     */
    public Map<String, Object> toFields() {
        if (received != null) {
            return received;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", TYPE);
        fields.put("code", code.name());
        fields.put("message", getMessage());
        fields.put("eventName", eventName);
        fields.put("pluginName", pluginName);
        fields.put("timestamp", timestamp);
        fields.put("cause", Fields.of(getCause()));
        return Collections.unmodifiableMap(fields);
    }
}
