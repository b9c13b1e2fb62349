// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.ControlRequest.Verb;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests over a real socket. */
class ControlServerTest {
    private static final int BIG = 200_000;

    @TempDir
    Path folder;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final RequestGate gate = new RequestGate(true, stopped::countDown);
    private Path socket;
    private ControlServer server;

    @BeforeEach
    void listen() {
        socket = folder.resolve("s");
        server = ControlServer.listen(socket, this::begin, gate);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private RequestHandler.Running begin(ControlRequest request, PrintStream output, PrintStream error) {
        return new RequestHandler.Running() {
            @Override
            public int run() {
                return act(request.argument(), output, error);
            }

            @Override
            public void cancel() {
                cancelled.countDown();
            }
        };
    }

    private int act(String argument, PrintStream output, PrintStream error) {
        begun.countDown();
        switch (argument) {
            case "big" -> output.print("x".repeat(BIG));
            case "hang" -> awaitInterrupt();
            case "overflow" -> throw new StackOverflowError();
            case "fail" -> throw new IllegalStateException("it broke");
            default -> {
                output.print("out");
                error.print("err");
            }
        }
        return argument.length();
    }

    private static void awaitInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FrameChannel ask(String argument) throws IOException {
        FrameChannel channel = new FrameChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
        channel.write(new ControlRequest(Verb.COMMAND, argument, "/", 0).toFrame());
        return channel;
    }

    private static String textOf(FrameChannel channel, Frame.Type type) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Optional<Frame> next = channel.read(); next.isPresent(); next = channel.read()) {
            if (next.get().type() == type) {
                text.write(next.get().payload());
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldAcceptThenSendOutputErrorAndExitCodeWhenAsked() throws IOException {
        FrameChannel channel = ask("four");

        assertEquals(Frame.Type.ACCEPTED, channel.read().orElseThrow().type());
        assertEquals(Frame.Type.OUTPUT, channel.read().orElseThrow().type());
        assertEquals(Frame.Type.ERROR, channel.read().orElseThrow().type());
        assertEquals(4, channel.read().orElseThrow().exitCode());
        assertTrue(channel.read().isEmpty());
    }

    @Test
    void shouldSendEverythingWhenTheOutputIsLong() throws IOException {
        assertEquals(BIG, textOf(ask("big"), Frame.Type.OUTPUT).length());
    }

    @Test
    void shouldSendTheMessageWhenTheWorkThrows() throws IOException {
        assertEquals("it broke", textOf(ask("fail"), Frame.Type.ERROR).strip());
    }

    @Test
    void shouldSendTheExitCodeWhenTheWorkEndsInAnError() throws IOException {
        FrameChannel channel = ask("overflow");

        assertEquals(Frame.Type.ACCEPTED, channel.read().orElseThrow().type());
        String message = new String(channel.read().orElseThrow().payload(), StandardCharsets.UTF_8);
        assertTrue(message.contains("StackOverflowError"), message);
        assertEquals(1, lastOf(channel).exitCode());
    }

    private static Frame lastOf(FrameChannel channel) throws IOException {
        Frame last = null;
        for (Optional<Frame> next = channel.read(); next.isPresent(); next = channel.read()) {
            last = next.get();
        }
        return last;
    }

    @Test
    void shouldCancelTheWorkWhenTheClientGoes() throws Exception {
        FrameChannel channel = ask("hang");
        begun.await();

        channel.close();

        cancelled.await();
    }

    @Test
    void shouldStopWhenTheOwnerAndTheLastClientHaveGone() throws Exception {
        FrameChannel channel = ask("hang");
        begun.await();
        gate.ownerGone();

        channel.close();

        stopped.await();
    }

    @Test
    void shouldCloseWithoutAcceptingWhenTheGateIsClosed() throws IOException {
        gate.close();

        assertTrue(ask("x").read().isEmpty());
    }

    @Test
    void shouldRemoveTheSocketWhenClosed() {
        server.close();

        assertFalse(Files.exists(socket));
    }
}
