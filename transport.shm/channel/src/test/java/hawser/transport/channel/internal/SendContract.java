// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.SendResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** What a channel of messages does, whatever its layout. Its queue holds four messages. */
abstract class SendContract {
    static final int QUEUE = 4;
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    abstract MessageChannel channel();

    /** Takes the next message at the other end, waiting for it. */
    abstract byte[] takeAtPeer();

    /** Sends one from the other end, waiting for room. */
    abstract void sendFromPeer(byte[] message);

    /** Fills the channel, not its queue, with messages of one byte: how many. */
    abstract int fillChannel();

    private static Reason failureOf(CompletionStage<Void> stage) throws InterruptedException {
        CompletableFuture<Void> future = stage.toCompletableFuture();
        Throwable cause = assertThrows(ExecutionException.class, future::get).getCause();
        return assertInstanceOf(ChannelException.class, cause).reason();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void takeAll(int count) {
        for (int i = 0; i < count; i++) {
            takeAtPeer();
        }
    }

    @Test
    void shouldDeliverTheBytesOfTheTimeOfSendingWhenTheArrayIsChangedAfterwards() {
        int filled = fillChannel();
        byte[] message = bytes("before");
        assertEquals(SendResult.ACCEPTED, channel().send(message));
        message[0] = 'X';

        takeAll(filled);

        assertArrayEquals(bytes("before"), takeAtPeer());
    }

    @Test
    void shouldSayThatTheQueueIsFullAndAcceptAgainWhenItIsNot() {
        int filled = fillChannel();
        for (int i = 0; i < QUEUE; i++) {
            assertEquals(SendResult.ACCEPTED, channel().send(bytes("m" + i)));
        }
        assertEquals(SendResult.QUEUE_FULL, channel().send(bytes("refused")));

        takeAll(filled);
        for (int i = 0; i < QUEUE; i++) {
            assertArrayEquals(bytes("m" + i), takeAtPeer());
        }

        assertEquals(SendResult.ACCEPTED, channel().send(bytes("again")));
        assertArrayEquals(bytes("again"), takeAtPeer());
    }

    @Test
    void shouldCarryAMessageOfNoBytesAndTheNextOne() {
        channel().send(new byte[0]);
        assertArrayEquals(new byte[0], takeAtPeer());
        channel().send(bytes("next"));
        assertArrayEquals(bytes("next"), takeAtPeer());
    }

    @Test
    void shouldCarryAMessageOfTheFullLengthAndRefuseALongerOne() throws InterruptedException {
        int longest = channel().maxPayload();

        assertEquals(SendResult.TOO_LONG, channel().send(new byte[longest + 1]));
        assertEquals(Reason.TOO_LONG, failureOf(channel().sendDirect(ByteBuffer.allocate(longest + 1))));
        assertEquals(SendResult.ACCEPTED, channel().send(new byte[longest]));
        assertEquals(longest, takeAtPeer().length);
    }

    @Test
    void shouldSendDirectlyWithoutCopyingToTheQueue() throws Exception {
        CompletionStage<Void> sent = channel().sendDirect(ByteBuffer.wrap(bytes("direct")));

        sent.toCompletableFuture().get();
        assertArrayEquals(bytes("direct"), takeAtPeer());
    }

    @Test
    void shouldSendDirectlyAheadOfTheQueueWhenThereIsRoomAgain() throws Exception {
        int filled = fillChannel();
        channel().send(bytes("queued"));
        CompletionStage<Void> sent = channel().sendDirect(ByteBuffer.wrap(bytes("direct")), LONG);
        assertFalse(sent.toCompletableFuture().isDone());

        takeAll(filled);

        assertArrayEquals(bytes("direct"), takeAtPeer());
        sent.toCompletableFuture().get();
        assertArrayEquals(bytes("queued"), takeAtPeer());
    }

    @Test
    void shouldCountTheWaitBehindOthersIntoTheTimeout() throws Exception {
        fillChannel();
        CompletionStage<Void> first = channel().sendDirect(ByteBuffer.wrap(bytes("first")), LONG);
        CompletionStage<Void> second = channel().sendDirect(ByteBuffer.wrap(bytes("second")), SHORT);

        assertEquals(Reason.TIMEOUT, failureOf(second));
        assertFalse(first.toCompletableFuture().isDone());
    }

    @Test
    void shouldNotDeliverADirectMessageWhoseTimeoutHasPassed() throws Exception {
        int filled = fillChannel();
        assertEquals(Reason.TIMEOUT, failureOf(channel().sendDirect(ByteBuffer.wrap(bytes("late")), SHORT)));
        channel().send(bytes("next"));

        takeAll(filled);

        assertArrayEquals(bytes("next"), takeAtPeer());
    }

    @Test
    void shouldCompleteUntilConsumedOnlyWhenTheOtherEndHasTakenIt() throws Exception {
        CompletionStage<Void> consumed = channel().sendDirectUntilConsumed(ByteBuffer.wrap(bytes("x")), LONG);
        assertFalse(consumed.toCompletableFuture().isDone());

        takeAtPeer();

        consumed.toCompletableFuture().get();
    }

    @Test
    void shouldFailUntilConsumedWhenTheOtherEndTakesNothing() throws Exception {
        assertEquals(Reason.TIMEOUT,
                failureOf(channel().sendDirectUntilConsumed(ByteBuffer.wrap(bytes("x")), SHORT)));
    }

    @Test
    void shouldCallBackWhenEverythingWasConsumedAndNotWhenItWasWritten() throws InterruptedException {
        Semaphore empty = new Semaphore(0);
        channel().onMessageQueueEmpty(empty::release);
        channel().send(bytes("one"));
        assertEquals(0, empty.availablePermits());

        takeAtPeer();
        empty.acquire();
        channel().send(bytes("two"));
        takeAtPeer();

        empty.acquire();
        assertEquals(0, empty.availablePermits());
    }

    @Test
    void shouldHoldMessagesBackWhileTheThrottleIsOnAndPassThemWhenItIsOff() {
        channel().queueUpdateThrottle(Duration.ofDays(1));
        channel().send(bytes("held"));
        assertEquals(0, messagesSent());

        channel().queueUpdateThrottle(Duration.ZERO);

        assertArrayEquals(bytes("held"), takeAtPeer());
    }

    abstract long messagesSent();

    @Test
    void shouldReceiveInOrderWhenOneHandlerThrows() throws InterruptedException {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        channel().startReceiving(message -> {
            if (message.length() == 3) {
                throw new IllegalStateException("a handler that fails");
            }
            received.add(message.copy());
        });

        sendFromPeer(bytes("a"));
        sendFromPeer(bytes("bad"));
        sendFromPeer(new byte[0]);
        sendFromPeer(bytes("c"));

        assertArrayEquals(bytes("a"), received.take());
        assertArrayEquals(new byte[0], received.take());
        assertArrayEquals(bytes("c"), received.take());
    }

    @Test
    void shouldSayWhatItDiscardedWhenItIsClosed() throws InterruptedException {
        fillChannel();
        channel().send(bytes("1"));
        channel().send(bytes("2"));
        CompletionStage<Void> direct = channel().sendDirect(ByteBuffer.wrap(bytes("3")), LONG);
        assertEquals(0, channel().discarded());

        channel().close();
        channel().close();

        assertEquals(3, channel().discarded());
        assertEquals(Reason.CLOSED, failureOf(direct));
        assertEquals(SendResult.CLOSED, channel().send(bytes("4")));
        assertEquals(Reason.CLOSED, failureOf(channel().sendDirect(ByteBuffer.wrap(bytes("5")))));
    }

    @Test
    void shouldCloseWhenTheCallbackOfTheQueueClosesIt() throws InterruptedException {
        Semaphore closed = new Semaphore(0);
        channel().onMessageQueueEmpty(() -> {
            channel().close();
            closed.release();
        });
        channel().send(bytes("last"));

        takeAtPeer();

        closed.acquire();
        assertEquals(SendResult.CLOSED, channel().send(bytes("later")));
    }

    @Test
    void shouldLoseNothingWhenManySendMoreThanFits() throws InterruptedException {
        int senders = 3;
        int each = 100;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            threads.add(new Thread(() -> sendAll(each)));
        }
        threads.forEach(Thread::start);

        takeAll(senders * each);

        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(senders * each, messagesSent());
    }

    private void sendAll(int count) {
        for (int sent = 0; sent < count;) {
            if (channel().send(bytes("m" + sent)) == SendResult.ACCEPTED) {
                sent++;
            } else {
                Thread.onSpinWait();
            }
        }
    }
}
