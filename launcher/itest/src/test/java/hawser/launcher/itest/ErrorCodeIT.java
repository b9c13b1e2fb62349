// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.HandlerOptions;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Each code of the request path, raised where it is raised in earnest. */
public class ErrorCodeIT extends InFelix {
    private static final Event<String, Integer> ASK =
            Events.defineEvent("test").module("code").event("ask").define(String.class, Integer.class);

    private final List<Registration> handlers = new ArrayList<>();
    private final List<Bundle> bundles = new ArrayList<>();
    private Transport transport;

    private record Note(String text, int number) {
    }

    private record Other(String text, String number) {
    }

    @Before
    public void open() throws InterruptedException {
        transport = service(Transport.class);
    }

    @After
    public void close() throws BundleException {
        handlers.forEach(Registration::close);
        for (Bundle bundle : bundles) {
            bundle.uninstall();
        }
    }

    private void assertCode(ErrorCode code, CompletionStage<?> stage) {
        TransportException failure = failureOf(stage);
        assertEquals(failure.getMessage(), code, failure.code());
        assertTrue(failure.getMessage(), failure.eventName().isPresent());
        assertEquals(failure.toFields(), TransportException.fromFields(failure.toFields()).toFields());
    }

    private void handleNever() {
        handlers.add(transport.onAsync(ASK, (text, request) -> new CompletableFuture<>()));
    }

    private Bundle echo() throws Exception {
        Bundle echo = startEcho();
        bundles.add(echo);
        return echo;
    }

    private static <Q, R> Event<Q, R> echoAs(Class<Q> request, Class<R> response) {
        return Events.defineNamed(ECHO.name()).define(request, response);
    }

    @Test
    public void shouldRaiseInvalidEventWhenItIsDefinedOtherwise() {
        handlers.add(transport.on(ASK, (text, request) -> 1));

        assertCode(ErrorCode.INVALID_EVENT,
                transport.send(Events.defineNamed(ASK.name()).define(String.class, Long.class), "?"));
    }

    @Test
    public void shouldRaiseUnknownEventWhenNobodyHandlesIt() {
        assertCode(ErrorCode.UNKNOWN_EVENT, transport.send(ASK, "?"));
    }

    @Test
    public void shouldRaiseTimeoutWhenNoAnswerComes() {
        handleNever();

        assertCode(ErrorCode.TIMEOUT,
                transport.send(ASK, "?", SendOptions.defaults().withTimeout(Duration.ofMillis(30))));
    }

    @Test
    public void shouldRaiseCancelledWhenTheCallerGivesUp() {
        handleNever();
        Cancellation cancellation = new Cancellation();
        CompletionStage<Integer> answer =
                transport.send(ASK, "?", SendOptions.defaults().withCancellation(cancellation));

        cancellation.cancel();

        assertCode(ErrorCode.CANCELLED, answer);
    }

    @Test
    public void shouldRaiseSerializeFailedWhenAPayloadCannotBeWritten() throws Exception {
        echo();
        List<Object> ring = new ArrayList<>();
        ring.add(ring);

        assertCode(ErrorCode.SERIALIZE_FAILED, transport.send(echoAs(Object.class, Note.class), ring));
    }

    @Test
    public void shouldRaiseDeserializeFailedWithThePlaceWhenAnAnswerIsOfAnotherType() throws Exception {
        echo();
        CompletionStage<Other> answer = transport.send(echoAs(Note.class, Other.class), new Note("a", 1));

        assertCode(ErrorCode.DESERIALIZE_FAILED, answer);
        assertTrue(failureOf(answer).getMessage(), failureOf(answer).getMessage().endsWith("/number"));
    }

    @Test
    public void shouldRaisePayloadTooLargeWhenItDoesNotFitTheChannel() throws Exception {
        echo();

        assertCode(ErrorCode.PAYLOAD_TOO_LARGE, transport.send(ECHO, new byte[2 * 1024 * 1024]));
    }

    @Test
    public void shouldRaiseTargetNotFoundForAStreamWithoutTheStreamBundle() throws Exception {
        Bundle stream = bundleNamed("hawser.transport.stream");
        stream.stop();
        try {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            transport.stream(ASK, "?").subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(1);
                }

                @Override
                public void onNext(Integer item) {
                    failure.complete(null);
                }

                @Override
                public void onError(Throwable thrown) {
                    failure.complete(thrown);
                }

                @Override
                public void onComplete() {
                    failure.complete(null);
                }
            });

            assertEquals(ErrorCode.TARGET_NOT_FOUND, ((TransportException) failure.get()).code());
        } finally {
            stream.start();
        }
    }

    @Test
    public void shouldRaiseNoResponseWhenAPluginReturnsWithoutAMessage() throws Exception {
        Path library = Path.of(System.getProperty("hawser.misbehaving")).resolve("libsilent.so");
        byte[] jar = PluginJars.with("silent", "native/l.so", Files.readAllBytes(library),
                "native/l.so;events=\"silent:one:send\"");
        Bundle silent = context.installBundle("test:silent", new ByteArrayInputStream(jar));
        bundles.add(silent);
        start(silent);

        assertCode(ErrorCode.NO_RESPONSE, transport.send(
                Events.defineNamed("silent:one:send").define(byte[].class, byte[].class), new byte[1]));
    }

    @Test
    public void shouldRaiseNoResponseWhenAHandlerGivesNull() {
        handlers.add(transport.on(ASK, (text, request) -> null));

        assertCode(ErrorCode.NO_RESPONSE, transport.send(ASK, "?"));
    }

    @Test
    public void shouldRaisePluginStoppedWhenThePluginIsKnownAndDown() throws Exception {
        Bundle echo = echo();
        echo.stop();

        CompletionStage<byte[]> answer = transport.send(ECHO, "?".getBytes(UTF_8));

        assertCode(ErrorCode.PLUGIN_STOPPED, answer);
        assertEquals("echo", failureOf(answer).pluginName().orElseThrow());
        start(echo);
        assertEquals("?", new String(send(ECHO, "?".getBytes(UTF_8)), UTF_8));
        echo.uninstall();
        bundles.remove(echo);
        assertCode(ErrorCode.UNKNOWN_EVENT, transport.send(ECHO, new byte[1]));
    }

    @Test
    public void shouldRaiseBackPressuredWhenAHandlerIsBehind() {
        CountDownLatch gate = new CountDownLatch(1);
        handlers.add(transport.on(ASK, (text, request) -> {
            gate.await();
            return 1;
        }, HandlerOptions.defaults().withBlocking(1)));
        CompletionStage<Integer> last = null;
        for (int i = 0; i < 1002; i++) {
            last = transport.send(ASK, "?");
        }

        assertCode(ErrorCode.BACK_PRESSURED, last);
        gate.countDown();
    }

    @Test
    public void shouldRaiseTransportDestroyedWhenTheHandlerLeaves() {
        handleNever();
        CompletionStage<Integer> answer = transport.send(ASK, "?");

        handlers.remove(0).close();

        assertCode(ErrorCode.TRANSPORT_DESTROYED, answer);
    }

    @Test
    public void shouldRaiseInternalErrorWithItsCauseWhenAHandlerThrows() {
        IllegalStateException broken = new IllegalStateException("broken");
        handlers.add(transport.on(ASK, (text, request) -> {
            throw broken;
        }));
        CompletionStage<Integer> answer = transport.send(ASK, "?");

        assertCode(ErrorCode.INTERNAL_ERROR, answer);
        assertSame(broken, failureOf(answer).getCause());
    }

    @Test
    public void shouldRaiseInvalidPluginKeyWithoutTheKeysBundle() throws Exception {
        Bundle keys = bundleNamed("hawser.transport.keys");
        keys.stop();
        try {
            assertCode(ErrorCode.INVALID_PLUGIN_KEY, transport.send(ASK, "?"));
        } finally {
            keys.start();
        }
    }
}
