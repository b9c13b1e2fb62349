// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.StreamController;
import hawser.transport.StreamInfo;
import hawser.transport.StreamListener;
import hawser.transport.Streams;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Plugins that go by extensions, in every execution: the examples that show them. */
public class ExtensionIT extends InFelix {
    private static final List<String> EXECUTIONS = List.of("thread", "inline", "process");
    private static final Event<byte[], byte[]> ADD = event("counter:value:add");
    private static final Event<byte[], byte[]> GET = event("counter:value:get");
    private static final Event<byte[], byte[]> AWAIT = event("counter:value:await");
    private static final byte[] MANY = "1000000".getBytes(UTF_8);
    private static final Event<byte[], Reading> WATCH =
            Events.defineNamed("sensor:load:watch").define(byte[].class, Reading.class);

    /** What the sensor emits. */
    public record Reading(long number, long at, double load, long missed) {
    }

    private interface Check {
        void run() throws Exception;
    }

    private static Event<byte[], byte[]> event(String name) {
        return Events.defineNamed(name).define(byte[].class, byte[].class);
    }

    /** With that example driven in each way, one after the other. */
    private void inEachExecution(String example, Check check) throws Exception {
        for (String execution : EXECUTIONS) {
            Bundle bundle = start(install(example(example), execution));
            try {
                check.run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with execution=" + execution + ": " + e, e);
            } finally {
                bundle.uninstall();
            }
        }
    }

    private static Path example(String name) throws Exception {
        try (Stream<Path> files = Files.list(dist().resolve("examples"))) {
            return files.filter(file -> file.toString().contains("hawser.plugin." + name)).findFirst().orElseThrow();
        }
    }

    private String ask(Event<byte[], byte[]> event, String text) throws Exception {
        return new String(send(event, text.getBytes(UTF_8)), UTF_8);
    }

    private CompletionStage<byte[]> await(String value) throws Exception {
        return service(Transport.class).send(AWAIT, value.getBytes(UTF_8));
    }

    @Test
    public void shouldTellEventsByNameAndAnswerLater() throws Exception {
        inEachExecution("counter", () -> {
            assertEquals("0", ask(GET, ""));
            CompletionStage<byte[]> seven = await("7");
            assertEquals("5", ask(ADD, "5"));
            assertFalse(seven.toCompletableFuture().isDone());
            assertEquals("8", ask(ADD, "3"));

            assertEquals("8", new String(seven.toCompletableFuture().get(30, SECONDS), UTF_8));
        });
    }

    @Test
    public void shouldFailWithThePluginsOwnCodeAndText() throws Exception {
        inEachExecution("counter", () -> {
            TransportException failure = failureOf(service(Transport.class).send(ADD, "much".getBytes(UTF_8)));

            assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
            assertEquals("plugin counter: a number is required, such as 5", failure.getMessage());
            assertEquals("counter:value:add", failure.eventName().orElseThrow());
        });
    }

    /** A thousand may wait at a time: each that gave up must have been told to the plugin. */
    @Test
    public void shouldTellThePluginWhoGaveUp() throws Exception {
        Transport transport = service(Transport.class);
        inEachExecution("counter", () -> {
            for (int round = 0; round < 2; round++) {
                Cancellation cancellation = new Cancellation();
                SendOptions options = SendOptions.defaults().withCancellation(cancellation);
                List<CompletionStage<byte[]>> waiting = Stream.generate(() -> transport.send(AWAIT, MANY, options))
                        .limit(1000).toList();
                assertEquals("0", ask(GET, ""));
                waiting.forEach(each -> assertFalse(each.toCompletableFuture().isDone()));
                cancellation.cancel();
                waiting.forEach(each -> assertEquals(ErrorCode.CANCELLED, failureOf(each).code()));
            }
        });
    }

    @Test
    public void shouldFailWhatIsNotAnsweredWhenItStops() throws Exception {
        Bundle counter = start(install(example("counter"), "thread"));
        CompletionStage<byte[]> waiting = await("5");
        assertEquals("0", ask(GET, ""));

        counter.uninstall();

        assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(waiting).code());
    }

    /** Takes what a stream brings. */
    private static final class Taking implements StreamListener<Reading> {
        final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
        final BlockingQueue<TransportException> failures = new LinkedBlockingQueue<>();

        @Override
        public void onData(Reading reading) {
            readings.add(reading);
        }

        @Override
        public void onError(TransportException failure) {
            failures.add(failure);
        }
    }

    private StreamController watch(String intervalMs, Taking taking) throws Exception {
        return service(Transport.class).stream(WATCH, intervalMs.getBytes(UTF_8), taking);
    }

    @Test
    public void shouldStreamToManyAtOnceFromThePluginsOwnThread() throws Exception {
        inEachExecution("sensor", () -> {
            Taking rare = new Taking();
            Taking often = new Taking();
            StreamController rarely = watch("3600000", rare);
            StreamController oftenly = watch("1", often);

            assertEquals(0, rare.readings.poll(30, SECONDS).number());
            for (int i = 0; i < 20; i++) {
                assertEquals(i, often.readings.poll(30, SECONDS).number());
            }
            rarely.cancel();
            oftenly.cancel();
            Streams streams = service(Streams.class);
            awaitNone(streams);
        });
    }

    private static void awaitNone(Streams streams) {
        long begun = System.nanoTime();
        while (!streams.list().isEmpty()) {
            List<StreamInfo> left = streams.list();
            assertTrue("left: " + left, System.nanoTime() - begun < SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
    }

    /** It has 64 places: they are given back. */
    @Test
    public void shouldGiveBackThePlacesOfStreamsThatWereCancelled() throws Exception {
        inEachExecution("sensor", () -> {
            for (int i = 0; i < 70; i++) {
                Taking taking = new Taking();
                StreamController controller = watch("3600000", taking);
                assertEquals("failures: " + taking.failures, 0, taking.readings.poll(30, SECONDS).number());
                controller.cancel();
            }
            awaitNone(service(Streams.class));
        });
    }

    @Test
    public void shouldFailAStreamWithThePluginsOwnCodeAndText() throws Exception {
        inEachExecution("sensor", () -> {
            Taking taking = new Taking();
            watch("often", taking);

            TransportException failure = taking.failures.poll(30, SECONDS);
            assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
            assertTrue(failure.getMessage(), failure.getMessage().contains("an interval in milliseconds is required"));
        });
    }

    @Test
    public void shouldFailItsStreamsWhenItStops() throws Exception {
        Bundle sensor = start(install(example("sensor"), "process"));
        Taking taking = new Taking();
        watch("1", taking);
        assertEquals(0, taking.readings.poll(30, SECONDS).number());

        sensor.uninstall();

        assertEquals(ErrorCode.PLUGIN_STOPPED, taking.failures.poll(30, SECONDS).code());
    }
}
