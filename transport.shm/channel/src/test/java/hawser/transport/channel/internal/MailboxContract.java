// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.SendResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mailbox whose other end was written from the guide. */
abstract class MailboxContract extends SendContract {
    static final int TO_NATIVE = 1024;
    static final int TO_RENDERER = 4096;
    private static final ChannelSizes SIZES = new ChannelSizes(TO_NATIVE, TO_RENDERER);

    @TempDir
    Path folder;
    private Path path;
    private MailboxChannel channel;
    private GuideMailbox peer;

    abstract ChannelRole role();

    @BeforeEach
    void open() throws IOException {
        path = folder.resolve("mailbox");
        ChannelOptions options = ChannelOptions.defaults().withQueue(QUEUE, 1024);
        channel = MailboxChannel.attach(path, role(), SIZES, options, closed -> { });
        peer = new GuideMailbox(path, !isRenderer(), TO_NATIVE, TO_RENDERER);
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private boolean isRenderer() {
        return role() == ChannelRole.RENDERER;
    }

    /** Where the control words of the half lie that comes from the peer. */
    private int fromPeer() {
        return isRenderer() ? 2 : 0;
    }

    private ChannelInfo.Counts fromPeerCounts() {
        return isRenderer() ? channel.info().toRenderer() : channel.info().toNative();
    }

    @Override
    MessageChannel channel() {
        return channel;
    }

    @Override
    byte[] takeAtPeer() {
        return peer.take();
    }

    @Override
    void sendFromPeer(byte[] message) {
        peer.send(message);
    }

    @Override
    int fillChannel() {
        assertEquals(SendResult.ACCEPTED, channel.send(new byte[1]));
        return 1;
    }

    @Override
    long messagesSent() {
        return isRenderer() ? channel.info().toNative().messages() : channel.info().toRenderer().messages();
    }

    @Test
    void shouldExchangeMessagesWithAProcessThatKnowsOnlyTheGuide() throws Exception {
        int count = 50;
        BlockingQueue<byte[]> echoed = new LinkedBlockingQueue<>();
        channel.checkIntervals(Duration.ofNanos(1000), Duration.ofNanos(1000));
        channel.startReceiving(message -> echoed.add(message.copy()));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", "target/test-classes", GuideMailbox.class.getName(),
                path.toString(), isRenderer() ? "native" : "renderer", Integer.toString(TO_NATIVE),
                Integer.toString(TO_RENDERER), Integer.toString(count)).inheritIO().start();

        for (int i = 0; i < count; i++) {
            byte[] message = RingContract.pattern(i * 20);
            channel.sendDirect(ByteBuffer.wrap(message), Duration.ofMinutes(1)).toCompletableFuture().get();
            assertArrayEquals(message, echoed.take());
        }

        assertEquals(0, process.waitFor());
    }

    @Test
    void shouldRejectAcknowledgeAndCountABadMessageAndTakeTheNext() throws InterruptedException {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        channel.startReceiving(message -> received.add(message.copy()));
        int[] lengths = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, TO_RENDERER + 1};
        for (int length : lengths) {
            putRaw(length);
        }

        peer.send(new byte[] {42});

        assertArrayEquals(new byte[] {42}, received.take());
        assertEquals(lengths.length, fromPeerCounts().rejected());
    }

    private void putRaw(int length) {
        while (peer.control(fromPeer()) != 0) {
            Thread.onSpinWait();
        }
        peer.control(fromPeer() + 1, length);
        peer.control(fromPeer(), 1);
    }

    @Test
    void shouldAcknowledgeWhenTheHandlerHasReturned() throws InterruptedException {
        BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();
        channel.startReceiving(message -> signals.add(peer.control(fromPeer())));

        peer.send(new byte[1]);

        assertEquals(1, signals.take());
    }

    @Test
    void shouldLeaveMessagesInTheSlotWhenItStoppedReceiving() throws InterruptedException {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        channel.startReceiving(message -> received.add(message.copy()));
        channel.stopReceiving();
        peer.send(new byte[2]);

        assertEquals(1, peer.control(fromPeer()));
        channel.startReceiving(message -> received.add(message.copy()));

        assertEquals(2, received.take().length);
    }

    @Test
    void shouldReceiveOnceAtATimeAndNotWhenItIsClosed() {
        channel.startReceiving(message -> { });

        assertThrows(IllegalStateException.class, () -> channel.startReceiving(message -> { }));
        channel.close();
        channel.close();
        assertThrows(IllegalStateException.class, () -> channel.startReceiving(message -> { }));
    }

    @Test
    void shouldLookAtOnceAndAsOftenAsItIsToldFromNowOn() throws InterruptedException {
        BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        channel.checkIntervals(Duration.ofDays(1), Duration.ofDays(1));
        channel.startReceiving(message -> received.add(message.copy()));
        peer.send(new byte[1]); // seen at the first look, or a day later

        channel.checkIntervals(Duration.ofMillis(1), Duration.ofMillis(1));

        assertEquals(1, received.take().length);
        peer.send(new byte[2]);
        assertEquals(2, received.take().length);
    }

    @Test
    void shouldTellWhenAMessageCannotBeReadSinceThePeerCutTheFileOff() throws Exception {
        BlockingQueue<ChannelException> told = new LinkedBlockingQueue<>();
        channel.onFailure(told::add);
        peer.control(fromPeer() + 1, 16);
        peer.control(fromPeer(), 1);
        try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
            cut.truncate(16);
        }

        channel.startReceiving(message -> { });

        ChannelException failure = told.take();
        assertEquals(ChannelException.Reason.POISONED, failure.reason());
        assertTrue(failure.getMessage().contains("cut off") && failure.getMessage().contains("length=16"),
                failure.getMessage());
        assertEquals(1, fromPeerCounts().rejected());
    }

    @Test
    void shouldEndWithANamedErrorWhenThePeerCutsTheFileOff() throws Exception {
        try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
            cut.truncate(20);
        }

        assertEquals(SendResult.POISONED, channel.send(new byte[100]));
        ExecutionException failed = assertThrows(ExecutionException.class,
                () -> channel.sendDirect(ByteBuffer.allocate(1)).toCompletableFuture().get());
        assertEquals(ChannelException.Reason.POISONED,
                ((ChannelException) failed.getCause()).reason());
        assertEquals(20, Files.size(path));
    }
}
