// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SendResult;
import hawser.transport.channel.SharedMemoryChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A process at one end is stopped, before a store of its own or at any moment, and goes on later. It is not dead:
 * nobody takes its claim away, tells that it has ended, or waits past his own deadline; nothing is missing afterwards.
 * {@code -Dhawser.stop.ms} says for how long at least.
 */
class StoppedProcessTest extends PeerFixture {
    private static final long STOP_MS = Integer.getInteger("hawser.stop.ms", 0);
    /** All within the claim of a message: its mark, its payload, its fields, its length. */
    private static final int[] STORES = STOP_MS == 0 ? new int[] {9} : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9};
    /** What is zeroed, and what is counted. */
    private static final int CONSUMER_STORES = STOP_MS == 0 ? 1 : 2;
    private static final int ROUNDS = 3;
    private static final int MORE = 100;

    private final AtomicLong delivered = new AtomicLong();
    private final Queue<Long> wrong = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Reason> failures = new LinkedBlockingQueue<>();

    @Test
    void shouldWaitForAProducerInJavaThatIsStoppedBeforeItsStore() throws Exception {
        for (int store : STORES) {
            for (String part : new String[] {"to-renderer", "side"}) {
                Process producer = java(part, store, memoryPath());
                receive();
                expect(producer.inputReader(), "ready", "stuck");
                outliveProducer(producer);
                end(producer);
            }
        }
    }

    @Test
    void shouldWaitForAProducerInCThatIsStoppedAtAnyMoment() throws Exception {
        Process producer = ringPeer("produce", memoryPath(), 0);
        receive();
        expect(producer.inputReader(), "ready");
        for (int i = 0; i < ROUNDS; i++) {
            outliveProducer(producer);
        }
        end(producer);
    }

    private void receive() {
        delivered.set(0);
        channel.onFailure(failure -> failures.add(failure.reason()));
        channel.startReceiving((type, correlation, key, payload) -> {
            long expected = delivered.getAndIncrement();
            if (correlation != expected || !CrashMessage.isWhole(expected, payload)) {
                wrong.add(correlation);
            }
        });
    }

    private void outliveProducer(Process producer) throws Exception {
        stop(producer);
        long sent = told();
        await(producer, () -> delivered.get() >= sent - 1); // it may have been about to wake who reads the last
        stay(producer);

        assertFalse(channel.awaitWhile(() -> true, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1)));
        assertTrue(delivered.get() <= sent + 1, delivered + " of " + sent);
        assertTrue(channel.offer(RecordType.MESSAGE, 0, 0, 0, ByteBuffer.allocate(0)) > 0);
        assertEquals(List.of(), new ArrayList<>(failures));

        goOn(producer);
        await(producer, () -> delivered.get() >= sent + MORE);
    }

    private void end(Process process) throws Exception {
        process.destroyForcibly().waitFor();
        channel.peerEnded();
        assertEquals(Reason.PEER_ENDED, failures.take()); // the first that was told
        assertEquals(List.of(), new ArrayList<>(wrong));
        reopen();
    }

    @Test
    void shouldKeepWhatIsSentToAConsumerInJavaThatIsStoppedBeforeItsStore() throws Exception {
        for (int store = 0; store < CONSUMER_STORES; store++) {
            Process consumer = java("consumer", store, memoryPath());
            channel.onFailure(failure -> failures.add(failure.reason()));
            BufferedReader output = consumer.inputReader();
            expect(output, "ready");
            long sent = send(consumer, 0, 51);
            expect(output, "stuck");
            outliveConsumer(consumer, sent, this::sendBehind);
            end(consumer);
        }
    }

    /** What waits for room is sent when there is some, in its order, and is consumed then. */
    private Outcome sendBehind(long number) {
        CountDownLatch empty = new CountDownLatch(1);
        channel.onMessageQueueEmpty(empty::countDown);
        CompletionStage<Void> direct = channel.sendDirectUntilConsumed(CrashMessage.of(number), Duration.ofHours(1));
        assertEquals(SendResult.ACCEPTED, channel.send(CrashMessage.of(number + 1)));
        return () -> {
            direct.toCompletableFuture().get();
            empty.await();
        };
    }

    private interface Outcome {
        void await() throws Exception;
    }

    @Test
    void shouldKeepWhatIsSentToAConsumerInCThatIsStoppedAtAnyMoment() throws Exception {
        Process consumer = ringPeer("consume", memoryPath(), ProcessHandle.current().pid());
        channel.onFailure(failure -> failures.add(failure.reason()));
        expect(consumer.inputReader(), "ready");
        long sent = 0;
        for (int i = 0; i < ROUNDS; i++) {
            sent = outliveConsumer(consumer, send(consumer, sent, MORE), number -> () -> { });
        }
        end(consumer);
    }

    private long send(Process consumer, long from, int count) {
        for (long i = from; i < from + count; i++) {
            long number = i;
            await(consumer, () -> offer(number) != SharedMemoryChannel.BACK_PRESSURED);
        }
        return from + count;
    }

    private long offer(long number) {
        return channel.offer(RecordType.MESSAGE, number, 0, 0, CrashMessage.of(number));
    }

    /** Nothing that is sent gets lost or out of order; how many were. */
    private long outliveConsumer(Process consumer, long from, LongFunction<Outcome> sendMore) throws Exception {
        stop(consumer);
        long sent = from;
        while (offer(sent) != SharedMemoryChannel.BACK_PRESSURED) {
            sent++;
        }
        assertGivenUp(channel.sendDirect(CrashMessage.of(sent), Duration.ofMillis(1)));
        Outcome outcome = sendMore.apply(sent);
        stay(consumer);
        assertEquals(List.of(), new ArrayList<>(failures));

        goOn(consumer);
        outcome.await();
        await(consumer, () -> channel.info().toNative().consumed() == channel.info().toNative().messages());
        return sent;
    }

    /** There is no room as long as the consumer is stopped, however long that is. */
    private static void assertGivenUp(CompletionStage<Void> sent) {
        Throwable cause = assertThrows(ExecutionException.class, sent.toCompletableFuture()::get).getCause();
        assertEquals(Reason.TIMEOUT, assertInstanceOf(ChannelException.class, cause).reason());
    }

    /** It has a claim that is not committed, and messages behind that. */
    @Test
    void shouldWaitInCForARendererInJavaThatIsStopped() throws Exception {
        Process renderer = java("renderer", MORE);
        BufferedReader output = renderer.inputReader();
        String path = memoryPath(renderer.pid(), output.readLine().split(" ")[1]);
        Process consumer = ringPeer("consume", path, renderer.pid());
        expect(consumer.inputReader(), "ready");
        RingMemory toNative = new NativeEnd(CrashPeer.map(Path.of(path))).toNative;
        expect(output, "stuck");

        stop(renderer);
        await(consumer, () -> toNative.counts().consumed() == MORE);
        stay(renderer);
        assertTrue(consumer.isAlive());
        assertEquals(MORE, toNative.counts().consumed());

        goOn(renderer);
        await(consumer, () -> toNative.counts().consumed() >= 2 * MORE);
        renderer.destroyForcibly().waitFor();
        assertEquals(0, consumer.waitFor());
    }

    private static void expect(BufferedReader output, String... words) throws IOException {
        for (String word : words) {
            assertEquals(word, output.readLine().split(" ")[0]);
        }
    }

    private static void stop(Process process) throws Exception {
        signal("STOP", process);
        await(process, () -> isStopped(process));
    }

    private static void stay(Process process) throws Exception {
        assertFalse(process.waitFor(STOP_MS, TimeUnit.MILLISECONDS));
    }

    /** Also beyond the store where it stuck. */
    private static void goOn(Process process) throws Exception {
        process.outputWriter().append('\n').flush();
        signal("CONT", process);
    }

    private static void signal(String name, Process process) throws Exception {
        assertEquals(0, new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor());
    }

    /** All of its threads. */
    private static boolean isStopped(Process process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
            return threads.allMatch(thread -> stateOf(thread) == 'T');
        } catch (IOException e) {
            throw new UncheckedIOException("the process must be there", e);
        }
    }

    private static char stateOf(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return '?'; // it has just ended
        }
    }

    private static void await(Process process, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            assertTrue(process.isAlive());
            assertFalse(Thread.currentThread().isInterrupted(), "what was awaited must come in time");
            LockSupport.parkNanos(50_000);
        }
    }
}
