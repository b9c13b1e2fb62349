// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A bundle's way to send and handle events. Each bundle that looks it up gets its own, bound to that bundle's identity;
 * what it registered and what it has under way ends with {@link #close()} or with the bundle. Thread-safe.
 *
 * <p>Failures are {@link TransportException}s with a code; a stage never completes as success when the request failed.
 * A request that is refused, or sent by a closed transport, fails through its stage too: nothing is thrown. Handlers
 * are refused by throwing, with {@link ErrorCode#INVALID_PLUGIN_KEY} or {@link ErrorCode#PLUGIN_UNAUTHORIZED} if the
 * bundle may not handle the event, and with {@link ErrorCode#TRANSPORT_DESTROYED} after {@link #close()}. No argument
 * may be null, but for the payload of an event whose payload is {@code Void}.
 *
 * <p>A stream that is refused, or cannot begin, fails for its consumer as any other, on the thread that subscribes. A
 * stream's items, and its end, are told by one thread at a time, which is neither the producer's nor that of who asks.
 */
@ProviderType
public interface Transport extends AutoCloseable {
    /**
     * Sends with {@link SendOptions#defaults()}.
     *
     * @param event what is asked or told
     * @param payload handed by reference to a handler in Java: do not change it afterwards
     * @return as {@link #send(Event, Object, SendOptions)}
     */
    <Q, R> CompletionStage<R> send(Event<Q, R> event, Q payload);

    /**
     * Sends. A handler in Java that does not block is called on this thread, and an inline plugin may run on it, before
     * this returns; everything else is only handed over. The stage completes on the thread of whoever answers: what is
     * built upon it must not block. A caller that blocks on it may, meanwhile, read the channel that its answer comes
     * through, and so run what others built upon theirs.
     *
     * @param event what is asked or told
     * @param payload handed by reference to a handler in Java: do not change it afterwards
     * @param options deadline and cancellation
     * @return the answer, or the failure; read-only: what a caller completes is its own future. Never blocks by itself
     */
    <Q, R> CompletionStage<R> send(Event<Q, R> event, Q payload, SendOptions options);

    /**
     * A stream of answers. Nothing is sent until it is subscribed to; it can be subscribed to once: a second subscriber
     * gets an {@link IllegalStateException}.
     *
     * @param event whose stream handler produces the items
     * @param payload handed by reference to a handler in Java
     * @return the items, in order, no more than were requested
     */
    <Q, R> Flow.Publisher<R> stream(Event<Q, R> event, Q payload);

    /**
     * A stream of answers. Nothing is sent until it is subscribed to; it can be subscribed to once: a second subscriber
     * gets an {@link IllegalStateException}.
     *
     * @param event whose stream handler produces the items
     * @param payload handed by reference to a handler in Java
     * @param options the timeout is that of the start, until the stream is accepted, and of an item that waits for
     *     room; a cancellation ends the stream with {@link ErrorCode#STREAM_CANCELLED}
     * @return the items, in order, no more than were requested
     */
    <Q, R> Flow.Publisher<R> stream(Event<Q, R> event, Q payload, SendOptions options);

    /**
     * Begins a stream with {@link SendOptions#defaults()} and listens to it.
     *
     * @param event whose stream handler produces the items
     * @param payload handed by reference to a handler in Java
     * @param listener gets the items, in order, by one thread at a time
     * @return to cancel it by; one that could not begin has ended already
     */
    <Q, R> StreamController stream(Event<Q, R> event, Q payload, StreamListener<? super R> listener);

    /**
     * Begins a stream and listens to it.
     *
     * @param event whose stream handler produces the items
     * @param payload handed by reference to a handler in Java
     * @param options as for a stream that is subscribed to
     * @param listener gets the items, in order, by one thread at a time
     * @return to cancel it by; one that could not begin has ended already
     */
    <Q, R> StreamController stream(Event<Q, R> event, Q payload, SendOptions options,
            StreamListener<? super R> listener);

    /**
     * Cancels one of the streams that this transport consumes; its consumer gets {@link ErrorCode#STREAM_CANCELLED}.
     *
     * @param id of the stream
     * @return whether it did; false if the stream has ended, or is not this transport's own
     */
    boolean cancelStream(long id);

    /**
     * Handles requests of that event with an answer at once, on the caller's thread; the handler must not block.
     *
     * @param event of which there is no other handler, unless it is a notification
     * @param handler called by many threads at a time
     * @return closes to take the handler away; what it has not answered then fails with
     *     {@link ErrorCode#TRANSPORT_DESTROYED}, without waiting for it
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration on(Event<Q, R> event, RequestHandler<Q, R> handler);

    /**
     * Handles requests of that event with an answer at once; a handler that may block says so.
     *
     * @param event of which there is no other handler, unless it is a notification
     * @param handler called by many threads at a time
     * @param options how it wants to be called
     * @return closes to take the handler away
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration on(Event<Q, R> event, RequestHandler<Q, R> handler, HandlerOptions options);

    /**
     * Handles requests of that event with an answer later.
     *
     * @param event of which there is no other handler, unless it is a notification
     * @param handler called by many threads at a time
     * @return closes to take the handler away
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration onAsync(Event<Q, R> event, AsyncRequestHandler<Q, R> handler);

    /**
     * Handles requests of that event with an answer later.
     *
     * @param event of which there is no other handler, unless it is a notification
     * @param handler called by many threads at a time
     * @param options how it wants to be called
     * @return closes to take the handler away
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration onAsync(Event<Q, R> event, AsyncRequestHandler<Q, R> handler, HandlerOptions options);

    /**
     * Handles requests of that event an envelope at a time, as they were batched.
     *
     * @param event of which there is no other handler
     * @param handler called by many threads at a time
     * @return closes to take the handler away
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration onBatch(Event<Q, R> event, BatchHandler<Q, R> handler);

    /**
     * Produces streams of that event. The handler has a thread of its own for each stream and may block.
     *
     * @param event of which there is no other stream handler
     * @param handler called by many threads at a time
     * @return closes to take the handler away and to fail the streams it has not ended
     * @throws TransportException INVALID_EVENT if it has a handler or is defined with other types
     */
    <Q, R> Registration onStream(Event<Q, R> event, StreamHandler<Q, R> handler);

    /**
     * Sends every batched request that waits for its envelope, now.
     *
     * @return a stage that completes when every batched request given so far has ended, however; it never fails
     */
    CompletionStage<Void> flush();

    /**
     * Takes its handlers away, and fails its open requests and its streams with {@link ErrorCode#TRANSPORT_DESTROYED}.
     * Idempotent.
     */
    @Override
    void close();
}
