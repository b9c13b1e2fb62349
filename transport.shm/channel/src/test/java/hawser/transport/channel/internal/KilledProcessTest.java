// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.SendResult;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * A process at one end is killed, before a store of its own or at any moment. What it had committed is delivered, no
 * more and nothing broken; the survivor is told as soon as the end is proven, long before its deadline. In Java and in
 * C, each as the killed one and as the survivor. {@code -Dhawser.kills} says how often at random.
 */
class KilledProcessTest extends PeerFixture {
    private static final int KILLS = Integer.getInteger("hawser.kills", 8);
    private static final int KILLED = 128 + 9;
    /** What one message takes, and then some. */
    private static final int STORES = 12;
    /** A process takes its time to start; {@link DyingEndTest} has every store. */
    private static final int STEP = KILLS < 100 ? 4 : 1;
    private final Random random = new Random(1);

    @Test
    void shouldDeliverWhatAProducerInJavaHadCommittedWhenItDiedAtEachStore() throws Exception {
        for (int store = 0; store < STORES; store += STEP) {
            surviveProducer(java("to-renderer", store, memoryPath()), "stuck");
            surviveProducer(java("side", store, memoryPath()), "stuck");
        }
    }

    @Test
    void shouldDeliverWhatAProducerHadCommittedWhenItWasKilledAtAnyMoment() throws Exception {
        for (int i = 0; i < KILLS / 4; i++) {
            surviveProducer(java(i % 2 == 0 ? "to-renderer" : "side", -1, memoryPath()), null);
            surviveProducer(ringPeer("produce", memoryPath(), 0), null);
        }
    }

    private void surviveProducer(Process process, String word) throws Exception {
        AtomicLong delivered = new AtomicLong();
        BlockingQueue<Long> wrong = new LinkedBlockingQueue<>();
        BlockingQueue<ChannelException> failures = new LinkedBlockingQueue<>();
        channel.onFailure(failures::add);
        channel.startReceiving((type, correlation, key, payload) -> {
            long expected = delivered.getAndIncrement();
            if (correlation != expected || !CrashMessage.isWhole(expected, payload)) {
                wrong.add(correlation);
            }
        });
        FutureTask<Boolean> caller = new FutureTask<>(() -> channel.awaitWhile(() -> true,
                System.nanoTime() + TimeUnit.HOURS.toNanos(1)));
        new Thread(caller).start();

        kill(process, word);
        channel.peerEnded();

        assertFalse(caller.get());
        assertEquals(ChannelException.Reason.PEER_ENDED, failures.take().reason());
        assertEquals(List.of(), new ArrayList<>(wrong));
        long sent = told();
        assertTrue(delivered.get() == sent || delivered.get() == sent + 1, delivered + " of " + sent);
        assertEquals(SendResult.CLOSED, channel.send(new byte[1]));
        reopen();
    }

    @Test
    void shouldTellASenderWhenAConsumerInJavaWasKilled() throws Exception {
        for (int i = 0; i < KILLS / 4; i++) {
            surviveConsumer(java("consumer", -1, memoryPath()), null);
        }
        for (int store = 0; store < STORES / 2; store += STEP) {
            surviveConsumer(java("consumer", store, memoryPath()), "stuck");
        }
    }

    private void surviveConsumer(Process process, String word) throws Exception {
        BlockingQueue<ChannelException> failures = new LinkedBlockingQueue<>();
        channel.onFailure(failures::add);
        FutureTask<Long> sender = new FutureTask<>(this::sendUntilClosed);
        new Thread(sender).start();

        kill(process, word);
        CompletionStage<Void> last = fillAndSend();
        channel.peerEnded();

        assertTrue(sender.get() >= told());
        assertEquals(ChannelException.Reason.PEER_ENDED, failures.take().reason());
        Throwable cause = assertThrows(ExecutionException.class, last.toCompletableFuture()::get).getCause();
        assertEquals(ChannelException.Reason.PEER_ENDED, assertInstanceOf(ChannelException.class, cause).reason());
        reopen();
    }

    private long sendUntilClosed() {
        long sent = 0;
        while (true) {
            SendResult result = channel.send(CrashMessage.of(sent));
            if (result == SendResult.CLOSED) {
                return sent;
            }
            sent += result == SendResult.ACCEPTED ? 1 : 0;
        }
    }

    /** When the ring is full and nobody reads, a direct message waits for the end that is to be told. */
    private CompletionStage<Void> fillAndSend() {
        return channel.sendDirectUntilConsumed(ByteBuffer.allocate(1), Duration.ofHours(1));
    }

    @Test
    void shouldDeliverToCWhatARendererInJavaHadCommittedWhenItWasKilled() throws Exception {
        for (int i = 0; i < KILLS / 4 + STORES / STEP; i++) {
            tellNothing();
            int claimed = i < KILLS / 4 ? -1 : i * 11;
            Process renderer = java("renderer", claimed);
            BufferedReader output = renderer.inputReader();
            String descriptor = output.readLine().split(" ")[1];
            Process survivor = ringPeer("consume", memoryPath(renderer.pid(), descriptor), renderer.pid());
            assertEquals("ready", survivor.inputReader().readLine());

            kill(renderer, output, claimed >= 0 ? "stuck" : null);

            assertEquals(0, survivor.waitFor());
        }
    }

    private void kill(Process process, String word) throws Exception {
        BufferedReader output = process.inputReader();
        assertTrue(output.readLine().startsWith("ready"));
        kill(process, output, word);
    }

    /** When it says the word, or else after any number of messages. Its end is proven when its parent has waited. */
    private void kill(Process process, BufferedReader output, String word) throws Exception {
        if (word != null) {
            assertEquals(word, output.readLine());
        }
        long messages = word != null ? 0 : random.nextInt(20_000);
        while (told() < messages) {
            assertTrue(process.isAlive());
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        assertEquals(KILLED, process.waitFor());
    }
}
