// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.ControlRequest.Verb;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that do not answer. */
class ConnectorTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private Folder folder;
    private ServerSocketChannel listener;

    @BeforeEach
    void listen(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("bundle"));
        folder = Folder.at(home.toString());
        folder.prepare();
        Path socket = folder.data().resolve("s");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Instance.ofThisProcess(folder, socket).write(folder);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private Client client(Duration limit) {
        return new Client(folder, new Console(output, error), new Connector(folder, limit));
    }

    /** Takes one request, and answers it with nothing but that. */
    private FrameChannel accept() {
        try {
            FrameChannel channel = new FrameChannel(listener.accept());
            channel.read();
            channel.write(new Frame(Frame.Type.ACCEPTED, new byte[0]));
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldSayHowToEndItWhenTheStatusIsNotAnswered() {
        assertEquals(ExitCodes.FAILED, client(SHORT).status());

        long pid = ProcessHandle.current().pid();
        assertTrue(error.toString().contains("process " + pid + ", does not answer"), error.toString());
        assertTrue(error.toString().contains("kill -9 " + pid), error.toString());
    }

    @Test
    void shouldFailWhenACommandIsNotTaken() {
        LaunchException failure = assertThrows(LaunchException.class, () -> client(SHORT).command("x"));

        assertEquals(ExitCodes.NOT_STARTED, failure.exitCode());
    }

    @Test
    void shouldGiveUpWhenTheRequestIsTakenButNotAnswered() {
        CompletableFuture.runAsync(this::accept);

        assertEquals(ExitCodes.FAILED, client(Duration.ofMillis(200)).status());
    }

    @Test
    void shouldWaitForTheAnswerWhenItIsACommands() throws Exception {
        CompletableFuture<FrameChannel> server = CompletableFuture.supplyAsync(this::accept);
        FrameChannel answer = new Connector(folder, LONG)
                .offer(new ControlRequest(Verb.COMMAND, "x", "", 0)).orElseThrow();

        server.get().write(Frame.exit(7));

        assertEquals(7, answer.read().orElseThrow().exitCode());
    }

    @Test
    void shouldFindNobodyWhenNobodyListens() throws IOException {
        close();

        assertTrue(new Connector(folder, LONG).offer(new ControlRequest(Verb.STATUS, "", "", 0)).isEmpty());
    }
}
