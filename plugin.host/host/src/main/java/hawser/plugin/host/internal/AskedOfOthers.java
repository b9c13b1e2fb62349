// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.BoundTransport;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** How a plugin reaches others, by requests and for streams: as itself, under its own key. Thread-safe. */
final class AskedOfOthers {
    /*
     * What it asks is: int32 timeout in ms, int32 length of the event's name, the name, the data. Its sender may be a
     * process that is not trusted.
     */
    private static final int HEAD_LENGTH = 8;
    private static final int LONGEST_EVENT = 255;

    /** One that was asked. Timeout 0 is the usual one. */
    record Asked(String event, long timeoutMs, byte[] data) {
        SendOptions options() {
            return timeoutMs == 0 ? SendOptions.defaults()
                    : SendOptions.defaults().withTimeout(Duration.ofMillis(timeoutMs));
        }
    }

    private final String plugin;
    private final PluginVoice voice;
    private final HeldKey key;
    private final Supplier<EventCatalog> catalog;

    AskedOfOthers(String plugin, PluginVoice voice, HeldKey key, Supplier<EventCatalog> catalog) {
        this.plugin = plugin;
        this.voice = voice;
        this.key = key;
        this.catalog = catalog;
    }

    Asked read(byte[] record) {
        ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder());
        long timeoutMs = record.length < HEAD_LENGTH ? 0 : Integer.toUnsignedLong(buffer.getInt());
        int length = record.length < HEAD_LENGTH ? -1 : buffer.getInt();
        if (length < 0 || length > Math.min(LONGEST_EVENT, record.length - HEAD_LENGTH)) {
            throw failure(ErrorCode.INVALID_EVENT, "a request must name its event", null);
        }
        int data = HEAD_LENGTH + length;
        return new Asked(new String(record, HEAD_LENGTH, length, UTF_8), timeoutMs,
                Arrays.copyOfRange(record, data, record.length));
    }

    /** As its handler defined it; what the plugin may not send, or nobody handles, is for the router to refuse. */
    @SuppressWarnings("unchecked")
    Event<Object, Object> find(String name, boolean stream) {
        EventCatalog events = catalog.get();
        Optional<EventCatalog.Entry> entry = events == null || !key.key().maySend(name) ? Optional.empty()
                : events.find(name);
        if (entry.isPresent() && entry.get().isStream() != stream) {
            throw failure(ErrorCode.INVALID_EVENT, stream ? "a stream is required, and " + name + " has one answer"
                    : "an event with one answer is required, and " + name + " is a stream", name);
        }
        try {
            return (Event<Object, Object>) entry.<Event<?, ?>>map(EventCatalog.Entry::event)
                    .orElseGet(() -> Events.defineNamed(name).define(byte[].class, byte[].class));
        } catch (IllegalArgumentException e) {
            throw failure(ErrorCode.INVALID_EVENT, e.getMessage(), name);
        }
    }

    /** To send it by. */
    BoundTransport transport(Asked asked) {
        BoundTransport transport = voice.transport();
        if (transport == null) {
            throw failure(ErrorCode.TARGET_NOT_FOUND, "a router is required, and there is none, or it refuses the "
                    + "plugin's key", asked.event());
        }
        return transport;
    }

    /** What the plugin is told of it. */
    TransportException known(Throwable thrown, String event) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return cause instanceof TransportException failure ? failure
                : failure(ErrorCode.INTERNAL_ERROR, String.valueOf(cause), event);
    }

    TransportException failure(ErrorCode code, String message, String event) {
        return TransportException.of(code, message, event, plugin, null);
    }
}
