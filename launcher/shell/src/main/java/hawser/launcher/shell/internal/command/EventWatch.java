// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.Exchange;
import hawser.transport.Interceptor;
import hawser.transport.PluginIdentity;
import hawser.transport.TransportException;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees requests and keeps what is to be shown of them until somebody takes it. Never waits: where there is no room, a
 * request is counted only. Thread-safe.
 */
final class EventWatch implements Interceptor {
    /* The sender's thread copies the first bytes, for a buffer is its owner's again at once; all else, and every word,
     * is made on the thread that shows it. */

    private static final int ROOM = 1024;
    private static final int SHOWN = 200;
    private static final double NS_PER_MS = 1e6;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private record Seen(LocalTime begun, String event, String caller, Object payload, Type request, Object answer,
            Type response, Throwable failure, long tookNs) {
    }

    private final Set<String> names;
    private final PayloadText payloads;
    private final BlockingQueue<Seen> ended = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong leftOut = new AtomicLong();

    EventWatch(List<String> names, PayloadText payloads) {
        this.names = new HashSet<>(names);
        this.payloads = payloads;
    }

    @Override
    public void intercept(Exchange exchange) {
        if (!names.isEmpty() && !names.contains(exchange.event().name())) {
            return;
        }
        LocalTime begun = LocalTime.now();
        long beganNs = System.nanoTime();
        Object payload = kept(exchange.payload());
        exchange.outcome().whenComplete((answer, failure) -> {
            Seen seen = new Seen(begun, exchange.event().name(),
                    exchange.context().plugin().map(PluginIdentity::name).orElse("hawser"), payload,
                    exchange.event().requestType(), kept(answer), exchange.event().responseType(), failure,
                    System.nanoTime() - beganNs);
            if (!ended.offer(seen)) {
                leftOut.incrementAndGet();
            }
        });
    }

    private static Object kept(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN + 1));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[Math.min(buffer.remaining(), SHOWN + 1)];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value;
    }

    /** {@return the next line; waits for it} */
    String next() throws InterruptedException {
        Seen seen = ended.take();
        long missed = leftOut.getAndSet(0);
        return (missed == 0 ? "" : "(" + missed + " more were left out)\n") + line(seen);
    }

    private String line(Seen seen) {
        return TIME.format(seen.begun()) + "  " + seen.event() + "  " + PlainText.of(seen.caller()) + "  "
                + text(seen.payload(), seen.request()) + "  ->  " + end(seen)
                + String.format(Locale.ROOT, "  %.3f ms", seen.tookNs() / NS_PER_MS);
    }

    private String end(Seen seen) {
        Throwable failure = seen.failure() instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause() : seen.failure();
        if (failure instanceof TransportException known) {
            return known.code() + ": " + Cells.text(known.getMessage());
        }
        return failure == null ? text(seen.answer(), seen.response()) : Cells.text(failure.toString());
    }

    private String text(Object value, Type type) {
        if (value == null) {
            return "-";
        }
        String text;
        try {
            text = Cells.text(new String(payloads.bytes(value, type), UTF_8));
        } catch (RuntimeException e) { // whatever a payload does when it is read is no reason to stop watching
            text = Cells.text(value.getClass().getSimpleName());
        }
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
