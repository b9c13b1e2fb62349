// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.RequestContext;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** Requests of one event that travel as one message, and whose answers come back as one. Thread-safe. */
final class PluginEnvelope implements Exchange {
    /*
     * A message is the number of its items, and of each item its status, its length and its bytes, in the machine's own
     * byte order. hawser/envelope.h says the same to plugins.
     */
    static final int HEADER_LENGTH = Integer.BYTES;
    static final int ITEM_HEADER_LENGTH = 2 * Integer.BYTES;
    private static final int OK = 0;

    private final List<Exchange> items;
    private final String plugin;

    /** The items are of one event, and at least one. */
    PluginEnvelope(List<Exchange> items, String plugin) {
        this.items = List.copyOf(items);
        this.plugin = plugin;
    }

    /** The message of these payloads. */
    static byte[] pack(List<byte[]> payloads) {
        int length = payloads.stream().mapToInt(payload -> ITEM_HEADER_LENGTH + payload.length)
                .reduce(HEADER_LENGTH, Math::addExact);
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder()).putInt(payloads.size());
        payloads.forEach(payload -> message.putInt(OK).putInt(payload.length).put(payload));
        return message.array();
    }

    /** Ends each item by what the answer says of it; one that does not answer each fails all that are left. */
    void answer(byte[] message, BiConsumer<Exchange, byte[]> result) {
        ByteBuffer rest = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
        int count = rest.remaining() < HEADER_LENGTH ? -1 : rest.getInt();
        if (count != items.size()) {
            fail(malformed("items=" + count));
            return;
        }
        for (Exchange item : items) {
            if (rest.remaining() < ITEM_HEADER_LENGTH) {
                fail(malformed("it ends early"));
                return;
            }
            int status = rest.getInt();
            int length = rest.getInt();
            if (length < 0 || length > rest.remaining()) {
                fail(malformed("length=" + length + " of an item, left=" + rest.remaining()));
                return;
            }
            byte[] content = new byte[length];
            rest.get(content);
            end(item, status, content, result);
        }
    }

    private void end(Exchange item, int status, byte[] content, BiConsumer<Exchange, byte[]> result) {
        if (status == OK) {
            result.accept(item, content);
        } else {
            item.fail(failure(ErrorCode.INTERNAL_ERROR, plugin + " failed with status " + status + ": "
                    + new String(content, UTF_8)));
        }
    }

    private TransportException malformed(String found) {
        return failure(ErrorCode.BATCH_FAILED, "one result for each request was required in the answer of "
                + plugin + ", as hawser/envelope.h says: requests=" + items.size() + ", " + found);
    }

    private TransportException failure(ErrorCode code, String message) {
        return TransportException.of(code, message, event().name(), plugin, null);
    }

    @Override
    public Event<?, ?> event() {
        return items.get(0).event();
    }

    /** Those that travel have been encoded. */
    @Override
    public Object payload() {
        return items.stream().map(Exchange::payload).toList();
    }

    @Override
    public RequestContext context() {
        return items.get(0).context();
    }

    /** Until the last of them is due somebody waits; each times out by itself. */
    @Override
    public long deadlineMs() {
        return items.stream().mapToLong(Exchange::deadlineMs).max().orElseThrow();
    }

    @Override
    public void reply(Object response) {
        items.forEach(item -> item.reply(response));
    }

    @Override
    public void fail(TransportException failure) {
        items.forEach(item -> item.fail(failure));
    }

    @Override
    public boolean isDone() {
        return items.stream().allMatch(Exchange::isDone);
    }

    @Override
    public CompletionStage<Object> outcome() {
        return CompletableFuture.allOf(items.stream().map(item -> item.outcome().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new)).thenApply(none -> null);
    }
}
