// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.TransportException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries payloads and answers between two definitions of one event that cannot share objects: those of two class
 * spaces, and one with types and one without. Thread-safe.
 */
final class Hops {
    /*
     * An event without types carries plain data: text, numbers, booleans, null, bytes, and maps and lists of such.
     * What becomes plain data, or comes from it, or changes its class space, goes through one document; what is of the
     * other side's type already goes as it is.
     */
    private record Pair(Event<?, ?> sent, Event<?, ?> handled) {
    }

    private final Map<Pair, Optional<String>> differences = new ConcurrentHashMap<>();
    private final JsonCodec codec;

    /** The codec writes the documents. */
    Hops(JsonCodec codec) {
        this.codec = codec;
    }

    /** Lets go of every class that it has met. */
    void forget() {
        differences.clear();
        codec.forget();
    }

    /** The request's payload as the destination's event has it. */
    Object carry(Request request, Destination to) {
        Event<?, ?> sent = request.event();
        String difference = difference(sent, to.event());
        if (difference != null) {
            throw TransportException.of(ErrorCode.INVALID_EVENT,
                    "the event must be defined as its handler defines it: " + request.caller().name() + " sent it as "
                            + Signature.of(sent) + ", " + to.name() + " handles it as " + Signature.of(to.event())
                            + "; " + difference,
                    sent.name());
        }
        try {
            return carry(request.payload(), sent.requestType(), to.event().requestType());
        } catch (TransportException e) {
            throw TransportException.of(e.code(), "the payload: " + e.getMessage(), sent.name(), null, e);
        }
    }

    /** How two definitions differ, so that nothing can be carried; null if nothing stands against it. */
    String difference(Event<?, ?> one, Event<?, ?> other) {
        return differences.computeIfAbsent(new Pair(one, other), Hops::compare).orElse(null);
    }

    private static Optional<String> compare(Pair events) {
        if (events.sent.isUntyped() || events.handled.isUntyped()) {
            return Optional.empty();
        }
        return Definitions.difference(events.sent.requestType(), events.handled.requestType())
                .or(() -> Definitions.difference(events.sent.responseType(), events.handled.responseType()));
    }

    /** Ends the request with the answer that its handler's definition gave. */
    void carryBack(Object answer, Event<?, ?> handled, Request request) {
        try {
            request.reply(carry(answer, handled.responseType(), request.event().responseType()));
        } catch (TransportException e) {
            request.fail(TransportException.of(e.code(), "the answer: " + e.getMessage(), request.event().name(), null,
                    e));
        } catch (Throwable e) {
            request.failWith(e);
        }
    }

    private Object carry(Object value, Type from, Type to) {
        if (value == null || to == Void.class || to == void.class) {
            return null;
        }
        boolean fits = to == Object.class ? isPlain(value) : to instanceof Class<?> type && type.isInstance(value);
        return fits ? value : codec.decode(codec.encode(value, from), to);
    }

    /** Maps and lists may hold what is not plain: they are written and read. */
    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean
                || value instanceof byte[] || value instanceof ByteBuffer;
    }
}
