// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.lang.reflect.Type;
import java.util.Objects;

/**
 * The name of something that can be asked or told, with the types of its payload and of its answer. Made by
 * {@link Events#defineEvent(String)}. Immutable; equal when name and types are. Thread-safe.
 *
 * @param <Q> the type of the request's payload
 * @param <R> the type of the response, or of a stream's items
 */
public final class Event<Q, R> {
    private final String namespace;
    private final String module;
    private final String action;
    private final String name;
    private final Type requestType;
    private final Type responseType;
    private final EventOptions options;

    /** An event without types, whose name may have any shape. */
    Event(String name) {
        String[] segments = name.split(":", 3);
        this.namespace = segments[0];
        this.module = segments.length > 1 ? segments[1] : "";
        this.action = segments.length > 2 ? segments[2] : "";
        this.name = name;
        this.requestType = Object.class;
        this.responseType = Object.class;
        this.options = EventOptions.defaults();
    }

    /** A notification has no response type: {@code responseType} is null. */
    Event(String namespace, String module, String action, Type requestType, Type responseType, EventOptions options) {
        this.namespace = namespace;
        this.module = module;
        this.action = action;
        this.name = (namespace + ':' + module + ':' + action).intern(); // one for all who define it
        this.requestType = requestType;
        this.responseType = responseType;
        this.options = options;
    }

    /** {@return the first segment of its name} */
    public String namespace() {
        return namespace;
    }

    /** {@return the second segment of its name} */
    public String module() {
        return module;
    }

    /** {@return the third segment of its name} */
    public String action() {
        return action;
    }

    /** {@return its name, such as {@code storage:kv:get}} */
    public String name() {
        return name;
    }

    /** {@return the type of its payload} */
    public Type requestType() {
        return requestType;
    }

    /** {@return the type of its answer, or of a stream's items; {@code void.class} for a notification} */
    public Type responseType() {
        return isNotification() ? void.class : responseType;
    }

    /** {@return whether it has no answer: sending it completes when it was accepted} */
    public boolean isNotification() {
        return responseType == null;
    }

    /** {@return how its requests are batched} */
    public BatchOptions batch() {
        return options.batch();
    }

    /** {@return how its streams are buffered} */
    public StreamOptions stream() {
        return options.stream();
    }

    /** {@return the media type of its payloads where they leave this Java; bytes have none} */
    public String mediaType() {
        return options.mediaType();
    }

    /**
     * {@return whether it carries plain data of no type in particular, both ways: its payload and its answer are
     * objects}
     */
    public boolean isUntyped() {
        return requestType == Object.class && responseType == Object.class;
    }

    /**
     * {@return whether the other event has the same name and types, so that one may be sent and the other handled}
     *
     * @param other an event
     */
    public boolean isSameAs(Event<?, ?> other) {
        return name.equals(other.name)
                && requestType.equals(other.requestType)
                && Objects.equals(responseType, other.responseType);
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Event<?, ?> event && isSameAs(event);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return name;
    }
}
