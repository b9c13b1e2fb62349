// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where events are defined, a step at a time:
 * <pre>{@code
 * Event<Get, Value> GET = Events.defineEvent("storage").module("kv").event("get").define(Get.class, Value.class);
 * }</pre>
 * Each segment of the name matches {@code [a-z0-9][a-z0-9-]*}.
 */
public final class Events {
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9][a-z0-9-]*");

    private Events() {
    }

    /**
     * Begins a definition.
     *
     * @param namespace the first segment of the name
     * @return the next step
     * @throws IllegalArgumentException if the segment is not well-formed
     */
    public static Namespace defineEvent(String namespace) {
        return new Namespace(segment("namespace", namespace));
    }

    /**
     * Begins the definition of an event whose name is already at hand.
     *
     * @param name three segments, parted by colons
     * @return the last step
     * @throws IllegalArgumentException if it has not three well-formed segments
     */
    public static Action defineNamed(String name) {
        String[] segments = name.split(":", -1);
        if (segments.length != 3) {
            throw new IllegalArgumentException(
                    "an event's name must have three segments, as in storage:kv:get: name=" + name);
        }
        return defineEvent(segments[0]).module(segments[1]).event(segments[2]);
    }

    /**
     * Defines an event without types, as {@link LegacyChannel} sends and handles them: its payload and its answer are
     * plain data, and either may be null.
     *
     * @param name of any shape, not empty; what is missing of three segments is empty
     * @return the event
     * @throws IllegalArgumentException if the name is empty
     */
    public static Event<Object, Object> defineUntyped(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an event's name must not be empty");
        }
        return new Event<>(name);
    }

    private static String segment(String what, String value) {
        Objects.requireNonNull(value, what);
        if (!SEGMENT.matcher(value).matches()) {
            throw new IllegalArgumentException("a segment must match " + SEGMENT.pattern() + ": " + what + "=" + value);
        }
        return value;
    }

    /** A definition with its namespace. */
    public static final class Namespace {
        private final String namespace;

        private Namespace(String namespace) {
            this.namespace = namespace;
        }

        /**
         * Adds the second segment.
         *
         * @param module the second segment of the name
         * @return the next step
         * @throws IllegalArgumentException if the segment is not well-formed
         */
        public Module module(String module) {
            return new Module(namespace, segment("module", module));
        }
    }

    /** A definition with its namespace and module. */
    public static final class Module {
        private final String namespace;
        private final String module;

        private Module(String namespace, String module) {
            this.namespace = namespace;
            this.module = module;
        }

        /**
         * Adds the third segment.
         *
         * @param action the third segment of the name
         * @return the last step
         * @throws IllegalArgumentException if the segment is not well-formed
         */
        public Action event(String action) {
            return new Action(namespace, module, segment("action", action));
        }
    }

    /** A definition that lacks only its types. */
    public static final class Action {
        private final String namespace;
        private final String module;
        private final String action;

        private Action(String namespace, String module, String action) {
            this.namespace = namespace;
            this.module = module;
            this.action = action;
        }

        /**
         * Defines a notification: sending it completes when it was accepted.
         *
         * @param request the type of the payload
         * @return the event
         */
        public <Q> Event<Q, Void> define(Class<Q> request) {
            return event(Objects.requireNonNull(request, "request"), null, EventOptions.defaults());
        }

        /**
         * Defines a request, or a stream of responses.
         *
         * @param request the type of the payload
         * @param response the type of the answer; {@code Void} is an answer without content
         * @return the event
         */
        public <Q, R> Event<Q, R> define(Class<Q> request, Class<R> response) {
            return define(request, response, EventOptions.defaults());
        }

        /**
         * Defines a request, or a stream of responses, with options.
         *
         * @param request the type of the payload
         * @param response the type of the answer; {@code Void} is an answer without content
         * @param options how it is batched and streamed
         * @return the event
         */
        public <Q, R> Event<Q, R> define(Class<Q> request, Class<R> response, EventOptions options) {
            return event(request, Objects.requireNonNull(response, "response"), options);
        }

        /**
         * Defines an event with generic types.
         *
         * @param request the type of the payload, as in {@code new TypeRef<List<Hit>>() { }}
         * @param response the type of the answer
         * @param options how it is batched and streamed
         * @return the event
         */
        public <Q, R> Event<Q, R> define(TypeRef<Q> request, TypeRef<R> response, EventOptions options) {
            return event(request.type(), response.type(), options);
        }

        private <Q, R> Event<Q, R> event(Type request, Type response, EventOptions options) {
            Objects.requireNonNull(request, "request");
            Objects.requireNonNull(options, "options");
            return new Event<>(namespace, module, action, request, response, options);
        }
    }
}
