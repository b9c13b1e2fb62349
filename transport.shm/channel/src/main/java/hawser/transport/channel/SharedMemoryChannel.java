// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The renderer's end of a channel of records, in memory shared with the native end. A message sent by {@link #send} is
 * a record of type {@link RecordType#NOTIFICATION}. Any thread may offer, without taking turns; records arrive on one
 * thread at a time.
 */
@ProviderType
public interface SharedMemoryChannel extends MessageChannel {
    /** An offer found no room: the native end is behind. Offering again may succeed. */
    long BACK_PRESSURED = -1;
    /** An offer was longer than {@link #maxPayload()}. */
    long TOO_LONG = -2;
    /** The channel is closed. */
    long CLOSED = -3;
    /** The ring's control words make no sense: the other end has overwritten them. */
    long POISONED = -4;
    /** The memory for the record could not be had. */
    long NO_MEMORY = -5;

    /** How many streams can have credit at a time; the correlations of two at a time differ modulo this number. */
    int STREAMS = 1024;
    /** The credit of a stream that nobody wants any more. */
    long CANCELLED = -1;

    /** {@return the descriptor of its memory, for the native end to map; the channel's own, open until it is closed} */
    int descriptor();

    /** {@return the length of its memory in bytes} */
    long length();

    /**
     * Offers one record to the native end. A payload of more than 64 KiB and a quarter of the buffer waits a few
     * milliseconds for room that is just being made; others never block.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param deadlineMs when it is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param key the handle of the sender's key
     * @param payload copied from its position to its limit; neither is changed
     * @return the ring's position behind it, or {@link #BACK_PRESSURED}, {@link #TOO_LONG}, {@link #CLOSED},
     *     {@link #POISONED} or {@link #NO_MEMORY}
     */
    long offer(int type, long correlation, long deadlineMs, int key, ByteBuffer payload);

    /**
     * Offers one record, as {@link #offer(int, long, long, int, ByteBuffer)} does, from an array.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param deadlineMs when it is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param key the handle of the sender's key
     * @param payload copied
     * @return as there
     */
    long offer(int type, long correlation, long deadlineMs, int key, byte[] payload);

    /**
     * Offers several records that want no answer, in order, with one fence and one look for a native end that sleeps.
     * Never blocks.
     *
     * @param type of all, one of {@link RecordType}
     * @param key the handle of the sender's key
     * @param payloads each copied from its position to its limit; neither is changed
     * @param from the index of the first
     * @param to the index behind the last
     * @return how many were taken, from the first on; 0 if there are none; if none of those there are was taken, the
     *     same codes as an offer
     */
    int offerAll(int type, int key, ByteBuffer[] payloads, int from, int to);

    /**
     * Offers several records, as {@link #offerAll(int, int, ByteBuffer[], int, int)} does, each with a correlation and
     * a deadline of its own, from arrays.
     *
     * @param type of all, one of {@link RecordType}
     * @param key the handle of the sender's key
     * @param correlations each names a request, so that its answer can be told
     * @param deadlinesMs when each is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param payloads each copied
     * @param from the index of the first
     * @param to the index behind the last
     * @return as there
     */
    int offerAll(int type, int key, long[] correlations, long[] deadlinesMs, byte[][] payloads, int from, int to);

    /**
     * Offers one record of several, as {@link #offer(int, long, long, int, byte[])} does, but wakes nobody: whoever
     * offers them calls {@link #wake} after the last.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param deadlineMs when it is no longer wanted, in milliseconds since the epoch; 0 = never
     * @param key the handle of the sender's key
     * @param payload copied
     * @return as there
     */
    long offerUnwoken(int type, long correlation, long deadlineMs, int key, byte[] payload);

    /** Wakes the native end if it sleeps. */
    void wake();

    /**
     * Says how many chunks of a stream the native end may send; wakes it if it waits for that. Does nothing once the
     * channel is closed.
     *
     * @param correlation of the stream; another stream's entry is overwritten
     * @param limit in all, since the stream's begin, or {@link #CANCELLED}
     */
    void setCredit(long correlation, long limit);

    /**
     * Begins the calling thread's part in offering. What it notes about a record before it offers that, and takes back
     * if that was refused, is thus never seen without its record by whoever has held offers or closed the channel.
     *
     * @return what ends it; null while offers are held, and when the channel is closed
     */
    Offering beginOffering();

    /**
     * From now on offers and claims are refused as {@link #CLOSED}, until {@link #admitOffers()}; waits for offers
     * under way, and for each {@link Offering}, so that all that will be committed is committed when this returns, but
     * for records that were claimed before. The channel is read as ever. Idempotent; not to be called while another
     * thread admits, nor within an offering.
     */
    void holdOffers();

    /**
     * Offers one record although offers are held: for whoever holds them.
     *
     * @param type one of {@link RecordType}
     * @param correlation names a request, so that its answer can be told
     * @param payload copied
     * @return as {@link #offer} does
     */
    long offerAlthoughHeld(int type, long correlation, byte[] payload);

    /** Ends what {@link #holdOffers()} began. Does nothing once the channel is closed. Idempotent. */
    void admitOffers();

    /** {@return a claim of this channel with no record under way} */
    Claim newClaim();

    /**
     * Claims room for one record, to be written in place; waits as {@link #offer} does.
     *
     * @param claim of this channel, with no record under way
     * @param length of the payload at most
     * @return 0, or {@link #BACK_PRESSURED}, {@link #TOO_LONG}, {@link #CLOSED}, {@link #POISONED} or
     *     {@link #NO_MEMORY}
     * @throws IllegalStateException if a record is under way in the claim
     */
    long claim(Claim claim, int length);

    /**
     * Starts to receive records.
     *
     * @param handler gets each record from the native end, in order
     * @throws IllegalStateException if it receives already, or the channel is closed
     */
    void startReceiving(RecordHandler handler);

    /**
     * Blocks while something is not answered, and reads meanwhile: the handler is called on this thread, for whatever
     * arrives, so that the answer needs no hand-over. One thread reads at a time; if another one does, this one sleeps.
     *
     * @param unanswered whether to go on; made false by a handler of this channel. Called by any thread that reads
     * @param deadlineNs when to give up, by {@link System#nanoTime()}
     * @return whether it was answered; false after the deadline, or when the channel does not receive, or no more
     * @throws IllegalStateException if a handler of this channel calls it
     */
    boolean awaitWhile(BooleanSupplier unanswered, long deadlineNs);

    /**
     * Says that the native end is gone, which the caller has proven: by the end of its process (a pidfd, its parent)
     * or of its socket, never by time alone. Ends the channel as {@link #close()} does; what was committed is handed
     * to the handler, what was only claimed is passed by, and {@link #onFailure} hears {@code PEER_ENDED} after that.
     * Does nothing if the channel is closed.
     */
    void peerEnded();

    /**
     * Hands what has arrived to the handler, on this thread. If another thread reads, that one hands it over. For a
     * native end that wakes nobody, since it ran on this thread. Does nothing if the channel does not receive.
     */
    void poll();
}
