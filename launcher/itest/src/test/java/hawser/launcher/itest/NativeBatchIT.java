// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Envelopes for native plugins: as a burst of messages, or whole. */
public class NativeBatchIT extends InFelix {
    private static final EventOptions OPTIONS = EventOptions.defaults()
            .withBatch(BatchOptions.on().withMaxSize(1000).withWindow(Duration.ofMinutes(10)));
    private static final Event<byte[], byte[]> BATCHED_ECHO = Events.defineEvent("echo").module("message").event("send")
            .define(byte[].class, byte[].class, OPTIONS);
    private static final Event<byte[], byte[]> COUNT = Events.defineEvent("words").module("text").event("count")
            .define(byte[].class, byte[].class, OPTIONS);

    private CompletableFuture<String> count(String text) throws Exception {
        return service(Transport.class).send(COUNT, text.getBytes(UTF_8))
                .thenApply(answer -> new String(answer, UTF_8)).toCompletableFuture();
    }

    private void flush() throws Exception {
        service(Transport.class).flush().toCompletableFuture().join();
    }

    private ChannelInfo.Counts toNative(String channel) throws Exception {
        return service(Channels.class).list().stream().filter(info -> info.name().equals(channel)).findFirst()
                .orElseThrow().toNative();
    }

    @Test
    public void shouldHandOverAnEnvelopeAsOneMessageToAPluginThatSaysItCan() throws Exception {
        Bundle words = start(installExample("words"));
        try {
            ChannelInfo.Counts before = toNative("words");
            CompletableFuture<String> sentence = count("it can be let go");
            CompletableFuture<String> whole = count("envelope");
            CompletableFuture<String> refused = count("");
            List<CompletableFuture<String>> more =
                    Stream.generate(() -> "a b").limit(47).map(text -> counted(text)).toList();
            flush();

            assertEquals("5", sentence.join());
            assertEquals("50", whole.join());
            TransportException failure = failureOf(refused);
            assertEquals(ErrorCode.INTERNAL_ERROR, failure.code());
            assertTrue(failure.getMessage(), failure.getMessage().contains("a text must not be empty"));
            more.forEach(answer -> assertEquals("2", answer.join()));
            assertEquals(before.messages() + 1, toNative("words").messages());
            CompletableFuture<String> alone = count("envelope");
            flush();
            assertEquals("1", alone.join());
        } finally {
            words.uninstall();
        }
    }

    private CompletableFuture<String> counted(String text) {
        try {
            return count(text);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void shouldSendMoreThanAMessageHoldsAsSeveral() throws Exception {
        Bundle words = start(installExample("words"));
        try {
            String text = "word ".repeat(12_000);
            List<CompletableFuture<String>> sent =
                    IntStream.range(0, 12).mapToObj(i -> counted(text)).toList();
            flush();

            sent.forEach(answer -> assertEquals("12000", answer.join()));
        } finally {
            words.uninstall();
        }
    }

    @Test
    public void shouldSendAnEnvelopeAsOneBurstWithOneWakeToAPluginThatTakesItsItemsOneByOne() throws Exception {
        Bundle echo = startEcho();
        try {
            ChannelInfo.Counts before = toNative("echo");

            echoTogether(500);

            ChannelInfo.Counts after = toNative("echo");
            assertEquals(500, after.messages() - before.messages());
            assertTrue("wakes=" + (after.wakes() - before.wakes()), after.wakes() - before.wakes() <= 1);
        } finally {
            echo.uninstall();
        }
    }

    /** Twice what the channel holds, so that it is handled as it is filled. */
    @Test
    public void shouldCallAnInlinePluginForAnEnvelopeAsOftenAsItsChannelIsFull() throws Exception {
        Bundle echo = start(install(echoJar(), "inline"));
        try {
            echoTogether(900, 2048);
        } finally {
            echo.uninstall();
        }
    }

    private void echoTogether(int count) throws Exception {
        echoTogether(count, 16);
    }

    private void echoTogether(int count, int length) throws Exception {
        Transport transport = service(Transport.class);
        List<CompletableFuture<byte[]>> sent = IntStream.range(0, count)
                .mapToObj(i -> transport.send(BATCHED_ECHO, payload(i, length)).toCompletableFuture()).toList();
        transport.flush().toCompletableFuture().join();
        for (int i = 0; i < count; i++) {
            assertArrayEquals("request " + i, payload(i, length), sent.get(i).join());
        }
    }

    private static byte[] payload(int number, int length) {
        byte[] payload = new byte[length];
        payload[number % length] = (byte) number;
        return payload;
    }
}
