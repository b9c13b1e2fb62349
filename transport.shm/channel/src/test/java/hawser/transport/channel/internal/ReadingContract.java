// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.IdleStrategy;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/** Who waits, reads. */
abstract class ReadingContract extends ChannelFixture {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final int CALLERS = 3;
    private static final int CALLS = 2_000;
    private static final int POLLERS = 2;
    private static final int ROUNDS = 20_000;

    abstract IdleStrategy idle();

    @Override
    ChannelOptions options() {
        return ChannelOptions.defaults().withIdle(idle());
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    }

    @Test
    void shouldReadOnItsOwnThreadWhenNobodyWaits() throws InterruptedException {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> readers.add(Thread.currentThread()));

        peer.answer(1, new byte[8]);
        Thread first = readers.take();
        peer.side.offer(RecordType.MESSAGE, 0, 0, 0, EMPTY);

        assertSame(first, readers.take());
        assertNotSame(Thread.currentThread(), first);
    }

    @Test
    void shouldEndTheWaitWhenTheAnswerIsThere() {
        AtomicReference<Long> answer = new AtomicReference<>();
        channel.startReceiving((type, correlation, key, payload) -> answer.set(correlation));
        Thread echo = new Thread(() -> peer.echo(CALLS));
        echo.start();

        for (long i = 0; i < CALLS; i++) {
            answer.set(null);
            channel.offer(RecordType.REQUEST, i, 0, 0, EMPTY);

            assertTrue(channel.awaitWhile(() -> answer.get() == null, soon()));
            assertEquals(i, answer.get());
        }
        Threads.join(echo);
    }

    @Test
    void shouldServeEveryCallerWhenMoreThanOneWait() throws Exception {
        AtomicReferenceArray<Long> answers = new AtomicReferenceArray<>(CALLERS);
        channel.startReceiving((type, correlation, key, payload) ->
                answers.set((int) (correlation % CALLERS), correlation));
        Thread echo = new Thread(() -> peer.echo(CALLERS * CALLS));
        echo.start();
        List<FutureTask<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(new FutureTask<>(() -> callRepeatedly(answers, caller)));
        }
        callers.forEach(caller -> new Thread(caller).start());

        for (FutureTask<Integer> caller : callers) {
            assertEquals(CALLS, caller.get());
        }
        Threads.join(echo);
    }

    private int callRepeatedly(AtomicReferenceArray<Long> answers, int caller) {
        int answered = 0;
        for (long i = 0; i < CALLS; i++) {
            long correlation = i * CALLERS + caller;
            answers.set(caller, null);
            while (channel.offer(RecordType.REQUEST, correlation, 0, 0, EMPTY) < 0) {
                Thread.onSpinWait();
            }
            boolean ended = channel.awaitWhile(() -> answers.get(caller) == null, soon());
            answered += ended && answers.get(caller) == correlation ? 1 : 0;
        }
        return answered;
    }

    @Test
    void shouldReadOnTheThreadThatPolls() {
        List<Thread> readers = new ArrayList<>();
        AtomicReference<Long> answer = new AtomicReference<>();
        channel.startReceiving((type, correlation, key, payload) -> {
            readers.add(Thread.currentThread());
            answer.set(correlation);
        });

        for (long i = 0; i < CALLS; i++) {
            peer.answerUnheard(i);
            channel.poll();
            awaitValue(answer, i);
        }

        assertEquals(CALLS, readers.size());
        assertTrue(idle() == IdleStrategy.BUSY || readers.contains(Thread.currentThread()));
    }

    /** In step: nobody goes on, and so reads for another, until all are answered. */
    @Test
    void shouldLeaveNothingUnreadWhenManyPollAtOnce() throws Exception {
        AtomicLong answered = new AtomicLong();
        channel.startReceiving((type, correlation, key, payload) -> answered.incrementAndGet());
        List<FutureTask<Boolean>> pollers = new ArrayList<>();
        for (int i = 0; i < POLLERS; i++) {
            pollers.add(new FutureTask<>(() -> pollInStep(answered)));
        }
        pollers.forEach(poller -> new Thread(poller).start());

        for (FutureTask<Boolean> poller : pollers) {
            assertTrue(poller.get());
        }
    }

    private boolean pollInStep(AtomicLong answered) {
        long rounds = idle() == IdleStrategy.BUSY ? ROUNDS / 10 : ROUNDS; // a reader that never sleeps needs no wake
        for (long round = 1; round <= rounds; round++) {
            peer.answerUnheard(round);
            channel.poll();
            long deadlineNs = soon(); // of this round: the machine may be slow, a record that is lost stays so
            while (answered.get() < round * POLLERS) {
                if (System.nanoTime() - deadlineNs > 0) {
                    return false;
                }
                Thread.yield(); // there may be fewer processors than threads
            }
        }
        return true;
    }

    @Test
    void shouldReadWhatAHandlerBringsAboutWhilePolling() {
        AtomicReference<Long> answer = new AtomicReference<>();
        channel.startReceiving((type, correlation, key, payload) -> {
            answer.set(correlation);
            if (correlation < CALLS) {
                peer.answerUnheard(correlation + 1);
                channel.poll();
            }
        });

        peer.answerUnheard(0);
        channel.poll();

        awaitValue(answer, CALLS);
    }

    private static void awaitValue(AtomicReference<Long> actual, long expected) {
        while (!Long.valueOf(expected).equals(actual.get())) {
            Thread.onSpinWait(); // the channel's own thread has it
        }
    }

    @Test
    void shouldIgnoreAPollWhenItDoesNotReceiveOrIsClosed() {
        channel.poll();
        channel.startReceiving((type, correlation, key, payload) -> { });
        channel.close();

        channel.poll();
    }

    @Test
    void shouldGoBackToItsOwnThreadWhenTheCallersAreGone() throws InterruptedException {
        BlockingQueue<Thread> readers = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> readers.add(Thread.currentThread()));
        assertFalse(channel.awaitWhile(() -> true, System.nanoTime() + 1));

        for (int i = 0; i < 100; i++) {
            peer.answer(i, new byte[0]);
            assertNotSame(Thread.currentThread(), readers.take());
            assertFalse(channel.awaitWhile(() -> true, System.nanoTime()));
        }
    }

    /** What comes then wakes nobody: the thread looks by itself. */
    @Test
    void shouldReadOnItsOwnThreadWhatComesAfterACallerThatReadMany() throws InterruptedException {
        BlockingQueue<Long> received = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> received.add(correlation));

        for (long round = 0; round < ROUNDS / 100; round++) {
            for (int i = 0; i < Doze.MANY; i++) {
                peer.answerUnheard(round);
            }
            assertTrue(channel.awaitWhile(() -> received.size() < Doze.MANY, soon()));
            received.clear();

            peer.answer(-1, new byte[0]);

            assertEquals(-1, received.take());
        }
    }

    @Test
    void shouldGiveUpAtTheDeadline() {
        channel.startReceiving((type, correlation, key, payload) -> { });

        assertFalse(channel.awaitWhile(() -> true, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1)));
    }

    @Test
    void shouldNotWaitWhenItDoesNotReceive() {
        assertFalse(channel.awaitWhile(() -> true, soon()));
        channel.startReceiving((type, correlation, key, payload) -> { });
        channel.stopReceiving();

        assertFalse(channel.awaitWhile(() -> true, soon()));
        assertTrue(channel.awaitWhile(() -> false, soon()));
    }

    @Test
    void shouldRefuseToWaitInAHandler() throws InterruptedException {
        BlockingQueue<Exception> refused = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> refused.add(
                assertThrows(IllegalStateException.class, () -> channel.awaitWhile(() -> true, soon()))));

        peer.answer(1, new byte[0]);

        assertEquals(IllegalStateException.class, refused.take().getClass());
    }

    @Test
    void shouldEndEveryWaitWhenItIsClosed() throws ExecutionException, InterruptedException {
        channel.startReceiving((type, correlation, key, payload) -> { });
        List<FutureTask<Boolean>> callers = new ArrayList<>();
        CountDownLatch waiting = new CountDownLatch(CALLERS);
        for (int i = 0; i < CALLERS; i++) {
            callers.add(new FutureTask<>(() -> {
                waiting.countDown();
                return channel.awaitWhile(() -> true, soon());
            }));
        }
        callers.forEach(caller -> new Thread(caller).start());
        waiting.await();

        channel.close();

        for (FutureTask<Boolean> caller : callers) {
            assertFalse(caller.get());
        }
    }

    @Test
    void shouldCloseWhenAHandlerClosesItOnACallersThread() {
        AtomicReference<RecordView> kept = new AtomicReference<>();
        channel.startReceiving((type, correlation, key, payload) -> {
            channel.close();
            assertEquals(3, payload.copy().length);
            kept.set(payload);
        });
        peer.answer(1, new byte[3]);

        channel.awaitWhile(() -> kept.get() == null, soon());
        while (kept.get() == null) {
            Thread.onSpinWait(); // its own thread was faster
        }

        assertEquals(0, kept.get().length());
    }

    @Test
    void shouldKeepWhatArrivesWhileItDoesNotReceive() throws InterruptedException {
        BlockingQueue<Long> received = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> received.add(correlation));
        peer.answer(1, new byte[0]);
        assertEquals(1, received.take());

        channel.stopReceiving();
        channel.stopReceiving();
        peer.answer(2, new byte[0]);
        assertTrue(received.isEmpty());
        channel.startReceiving((type, correlation, key, payload) -> received.add(correlation));

        assertEquals(2, received.take());
    }

    @Test
    void shouldGoOnWhenAHandlerFailsWithAnError() throws InterruptedException {
        BlockingQueue<Long> received = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> {
            if (correlation == 1) {
                throw new AssertionError("a handler that fails");
            }
            received.add(correlation);
        });

        peer.answer(1, new byte[0]);
        peer.answer(2, new byte[0]);

        assertEquals(2, received.take());
    }

    @Test
    void shouldTellWhenTheRingCannotBeReadFurther() throws InterruptedException {
        BlockingQueue<ChannelException> told = new LinkedBlockingQueue<>();
        channel.startReceiving((type, correlation, key, payload) -> { });
        peer.poison();

        channel.onFailure(told::add);

        assertEquals(ChannelException.Reason.POISONED, told.take().reason());
        assertFalse(channel.awaitWhile(() -> true, soon()));
    }

    @Test
    void shouldDeliverWhatWasCommittedAndTellWhenThePeerHasEnded() throws InterruptedException {
        BlockingQueue<Long> received = new LinkedBlockingQueue<>();
        BlockingQueue<ChannelException> told = new LinkedBlockingQueue<>();
        Semaphore go = new Semaphore(0);
        channel.onFailure(told::add);
        channel.startReceiving((type, correlation, key, payload) -> {
            go.acquireUninterruptibly();
            received.add(correlation);
        });
        peer.answer(1, new byte[1]);
        peer.answer(2, new byte[2]);
        assertTrue(peer.side.claim(8) >= 0);
        peer.side.offer(RecordType.MESSAGE, 3, 0, 0, EMPTY);
        FutureTask<Boolean> caller = new FutureTask<>(() -> channel.awaitWhile(() -> true, soon()));
        new Thread(caller).start();
        Thread ending = new Thread(channel::peerEnded);
        ending.start();

        go.release(3);
        Threads.join(ending);

        assertEquals(Set.of(1L, 2L, 3L), Set.copyOf(received));
        assertEquals(ChannelException.Reason.PEER_ENDED, told.take().reason());
        assertEquals(SharedMemoryChannel.CLOSED, channel.offer(RecordType.REQUEST, 1, 0, 0, EMPTY));
        assertEquals(SendResult.CLOSED, channel.send(new byte[1]));
        channel.close();
        assertEquals(3, channel.info().toRenderer().consumed());
    }

    @Test
    void shouldReceiveOnceAtATime() {
        channel.startReceiving((type, correlation, key, payload) -> { });

        assertThrows(IllegalStateException.class, () -> channel.startReceiving(message -> { }));
    }
}
