// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.Event;
import hawser.transport.Events;
import java.util.Locale;
import java.util.Set;

/**
 * An event that a plugin says it handles.
 *
 * @param name three segments
 * @param type the byte that tells its messages from those of the plugin's other events, 0 to 255; {@link #NO_TYPE} if
 *     its messages bear none
 * @param request what its payload is
 * @param response what its answer is
 * @param isBatch whether each of its messages is an envelope of requests
 */
record DeclaredEvent(String name, int type, Kind request, Kind response, boolean isBatch) {
    static final int NO_TYPE = -1;

    /** What travels. */
    enum Kind {
        /** Any bytes. */
        BYTES,
        /** A JSON value. */
        JSON,
        /** Nothing: a notification. */
        NONE,
        /** Each message is an item of a stream; it ends when the plugin returns. */
        STREAM;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the name and the byte. */
    DeclaredEvent {
        Events.defineNamed(name);
        if (type < NO_TYPE || type > 255) {
            throw new PluginException("an event's type must be a byte: " + name + " has type=" + type);
        }
        if (isBatch && response == Kind.STREAM) {
            throw new PluginException("an event with batch=true is answered, not streamed: " + name
                    + " has response=stream");
        }
        if (request == Kind.NONE || request == Kind.STREAM) {
            throw new PluginException("an event's request must be bytes or json: " + name + " has request="
                    + request.text());
        }
    }

    /** One whose messages are requests. */
    DeclaredEvent(String name, int type, Kind request, Kind response) {
        this(name, type, request, response, false);
    }

    /** From bytes to bytes, and the plugin's only one. */
    static DeclaredEvent of(String name) {
        return new DeclaredEvent(name, NO_TYPE, Kind.BYTES, Kind.BYTES);
    }

    boolean hasType() {
        return type != NO_TYPE;
    }

    boolean isStream() {
        return response == Kind.STREAM;
    }

    /** Whether the plugin is told its name with each message. */
    boolean isNamedFor(Set<Extension> extensions) {
        return extensions.contains(isStream() ? Extension.STREAMS : Extension.REQUESTS);
    }

    /** As the router is to know it. */
    Event<?, ?> event() {
        Events.Action action = Events.defineNamed(name);
        Class<?> payload = javaType(request);
        return response == Kind.NONE ? action.define(payload) : action.define(payload, javaType(response));
    }

    private static Class<?> javaType(Kind kind) {
        return kind == Kind.JSON ? Object.class : byte[].class;
    }
}
