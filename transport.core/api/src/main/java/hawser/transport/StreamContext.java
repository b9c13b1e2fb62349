// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The producer's end of a stream. It ends once; what comes later is dropped. Thread-safe, in the order of the calls.
 *
 * <p>As a request's context it tells who asks. The deadline is that of the start: the stream is accepted when its
 * handler in Java is called; one elsewhere says so, by the first item or by the end. It counts as cancelled once its
 * consumer gave up, or it was failed because one of its ends went away.
 *
 * @param <T> the type of the items
 */
@ProviderType
public interface StreamContext<T> extends RequestContext {
    /** {@return the stream's id, which no other stream has had or will have} */
    long id();

    /** Says that the stream has begun elsewhere: the deadline of its start does not count any more. Idempotent. */
    void accept();

    /**
     * Adds an item. When the buffer is full: {@code BUFFER} waits for the consumer, at most as long as the caller's
     * timeout, {@code DROP} discards the item and counts it, {@code ERROR} ends the stream and throws. After the end it
     * does nothing. What was added is delivered on a thread of the stream's consumer, never on this one.
     *
     * @param item not null
     * @throws TransportException BACK_PRESSURED, which has ended the stream; also when this thread was interrupted
     *     while it waited, and is so again
     */
    void emit(T item);

    /**
     * Adds an item if there is room now.
     *
     * @param item not null
     * @return whether it was added; true after the end, when there is nothing to be done about it
     */
    boolean tryEmit(T item);

    /**
     * Ends the stream with a failure, after what was emitted.
     *
     * @param failure what the consumer gets
     */
    void error(TransportException failure);

    /** Ends the stream, after what was emitted. */
    void end();

    /** Says that the stream goes on when the handler returns: whoever holds this context ends it. */
    void keepOpen();

    /**
     * Blocks until the consumer has asked for more items than were emitted: for a producer whose items are expensive.
     *
     * @param limit how long at most
     * @return whether it has asked; false when the time is over or the stream has ended
     * @throws InterruptedException if it was interrupted meanwhile
     */
    boolean awaitDemand(Duration limit) throws InterruptedException;

    /**
     * Tells how many items the stream takes in all, from its first, before its buffer is full: credit for a producer
     * that must not block, or that is elsewhere. Told at once, and again whenever the consumer has taken half of what
     * the buffer holds.
     *
     * @param action gets a number that only grows; must not block. The last one given is the one that is told
     */
    void onCredit(LongConsumer action);
}
