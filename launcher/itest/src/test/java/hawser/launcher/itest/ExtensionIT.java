// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginHost;
import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.SendOptions;
import hawser.transport.StreamController;
import hawser.transport.StreamInfo;
import hawser.transport.StreamListener;
import hawser.transport.Streams;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Plugins that go by extensions, in every execution: the examples that show them. */
public class ExtensionIT extends InFelix {
    private static final Event<byte[], byte[]> ADD = event("counter:value:add");
    private static final Event<byte[], byte[]> GET = event("counter:value:get");
    private static final Event<byte[], byte[]> AWAIT = event("counter:value:await");
    private static final byte[] MANY = "1000000".getBytes(UTF_8);
    private static final Event<byte[], Reading> WATCH =
            Events.defineNamed("sensor:load:watch").define(byte[].class, Reading.class);

    private static final Event<Get, Value> STORE_GET =
            Events.defineNamed("kv:store:get").define(Get.class, Value.class);
    private static final Event<Value, Void> STORE_SET =
            Events.defineNamed("kv:store:set").define(Value.class, Void.class);

    /** As the store of the kv example is asked. */
    public record Get(String key) {
    }

    /** What it answers, and is told. */
    public record Value(String key, String text) {
    }

    /** What the sensor emits. */
    public record Reading(long number, long at, double load, long missed) {
    }

    private static Event<byte[], byte[]> event(String name) {
        return Events.defineNamed(name).define(byte[].class, byte[].class);
    }

    private String ask(Event<byte[], byte[]> event, String text) throws Exception {
        return new String(send(event, text.getBytes(UTF_8)), UTF_8);
    }

    private CompletionStage<byte[]> await(String value) throws Exception {
        return service(Transport.class).send(AWAIT, value.getBytes(UTF_8));
    }

    @Test
    public void shouldTellEventsByNameAndAnswerLater() throws Exception {
        inEachExecution("counter", plugin -> {
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
        inEachExecution("counter", plugin -> {
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
        inEachExecution("counter", plugin -> {
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
        Bundle counter = start(install(exampleJar("counter"), "thread"));
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
        inEachExecution("sensor", plugin -> {
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

    /** It has 1024 places: they are given back. */
    @Test
    public void shouldStreamToAThousandAtOnceAndGiveBackTheirPlaces() throws Exception {
        Bundle sensor = start(install(exampleJar("sensor"), "process"));
        List<Taking> takings = Stream.generate(Taking::new).limit(1000).toList();
        List<StreamController> controllers = new ArrayList<>();
        for (Taking taking : takings) {
            controllers.add(watch("500", taking));
        }
        for (Taking taking : takings) {
            assertNotNull("failures: " + taking.failures, taking.readings.poll(30, SECONDS));
        }
        assertEquals(1000, service(Streams.class).list().size());
        controllers.forEach(StreamController::cancel);
        for (int i = 0; i < 70; i++) {
            watchOnceThereIsAPlace().cancel();
        }
        awaitNone(service(Streams.class));
        sensor.uninstall();
    }

    /** The plugin gives a place back when it has heard that nobody wants the stream. */
    private StreamController watchOnceThereIsAPlace() throws Exception {
        long begun = System.nanoTime();
        while (true) {
            Taking taking = new Taking();
            StreamController controller = watch("500", taking);
            while (taking.readings.isEmpty() && taking.failures.isEmpty()) {
                assertTrue("neither a reading nor a failure", System.nanoTime() - begun < SECONDS.toNanos(30));
                Thread.onSpinWait();
            }
            TransportException failure = taking.failures.poll();
            if (failure == null) {
                return controller;
            }
            assertEquals(failure.getMessage(), ErrorCode.BACK_PRESSURED, failure.code());
        }
    }

    @Test
    public void shouldFailAStreamWithThePluginsOwnCodeAndText() throws Exception {
        inEachExecution("sensor", plugin -> {
            Taking taking = new Taking();
            watch("often", taking);

            TransportException failure = taking.failures.poll(30, SECONDS);
            assertEquals(ErrorCode.DESERIALIZE_FAILED, failure.code());
            assertTrue(failure.getMessage(), failure.getMessage().contains("an interval in milliseconds is required"));
        });
    }

    @Test
    public void shouldFailItsStreamsWhenItStops() throws Exception {
        Bundle sensor = start(install(exampleJar("sensor"), "process"));
        Taking taking = new Taking();
        watch("1", taking);
        assertEquals(0, taking.readings.poll(30, SECONDS).number());

        sensor.uninstall();

        assertEquals(ErrorCode.PLUGIN_STOPPED, taking.failures.poll(30, SECONDS).code());
    }

    /* ---- state ---- */

    private byte[] counter(String execution, String swap) throws Exception {
        try (JarFile jar = new JarFile(exampleJar("counter").toFile());
                InputStream library = jar.getInputStream(jar.getEntry("native/linux-x86-64/libcounter.so"))) {
            return PluginJars.with("counted", "native/l.so", library.readAllBytes(),
                    "native/l.so;events=\"counter:value:add, counter:value:get\";execution=" + execution + ";swap="
                            + swap);
        }
    }

    @Test
    public void shouldKeepItsStateThroughSwaps() throws Exception {
        for (String execution : EXECUTIONS) {
            Bundle counter = start(context.installBundle("test:counted",
                    new ByteArrayInputStream(counter(execution, "overlap"))));
            try {
                assertEquals("5", ask(ADD, "5"));
                counter.update(new ByteArrayInputStream(counter(execution, "overlap;update.interval=7")));
                service(PluginHost.class).settled().toCompletableFuture().get();
                assertEquals(execution, "7", ask(ADD, "2"));
                assertEquals(2, plugin(counter).generation());

                counter.update(new ByteArrayInputStream(counter(execution, "stop-first")));
                service(PluginHost.class).settled().toCompletableFuture().get();
                assertEquals(execution, "8", ask(ADD, "1"));

                counter.stop();
                start(counter);
                assertEquals("a stop is no swap", "0", ask(GET, ""));
            } finally {
                counter.uninstall();
            }
        }
    }

    /* ---- in C++, and requests of its own ---- */

    @Test
    @SuppressWarnings("try") // the store is there for as long
    public void shouldAskAnotherPluginUnderItsOwnPermissions() throws Exception {
        Event<byte[], byte[]> find = event("factors:number:find");
        inEachExecution("factors", plugin -> assertEquals("without a store", "2 2 2 3 3 5", ask(find, "360")));
        Map<String, String> stored = new ConcurrentHashMap<>();
        Transport transport = service(Transport.class);
        try (Registration get = transport.on(STORE_GET, (asked, request) ->
                        new Value(asked.key(), stored.getOrDefault(asked.key(), "")));
                Registration set = transport.on(STORE_SET, (value, request) -> {
                    assertEquals("factors", request.plugin().orElseThrow().name());
                    stored.put(value.key(), value.text());
                    return null;
                })) {
            inEachExecution("factors", plugin -> {
                assertEquals("2 3 7", ask(find, "42"));
                awaitStored(stored, "factors-42", "2 3 7");
                stored.put("factors-42", "as it was stored");
                assertEquals("as it was stored", ask(find, "42"));
                stored.clear();
            });
        }
        inEachExecution("factors", plugin -> assertEquals(ErrorCode.DESERIALIZE_FAILED,
                failureOf(transport.send(find, "1".getBytes(UTF_8))).code()));
    }

    private static void awaitStored(Map<String, String> stored, String key, String text) {
        long begun = System.nanoTime();
        while (!text.equals(stored.get(key))) {
            assertTrue("stored: " + stored, System.nanoTime() - begun < SECONDS.toNanos(30));
            Thread.onSpinWait();
        }
    }

    /* ---- a picture, in place ---- */

    private static BufferedImage drawing() {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(250, 180, 90), 0, 240, new Color(30, 60, 140)));
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(200, 30, 60, 60);
        graphics.setColor(new Color(20, 20, 40));
        graphics.fillPolygon(new int[] {20, 110, 200}, new int[] {220, 70, 220}, 3);
        graphics.dispose();
        return image;
    }

    private static byte[] ppm(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(("P6\n# drawn\n" + image.getWidth() + " " + image.getHeight() + " 255\n").getBytes(UTF_8));
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            int pixel = image.getRGB(i % image.getWidth(), i / image.getWidth());
            bytes.write(pixel >> 16);
            bytes.write(pixel >> 8);
            bytes.write(pixel);
        }
        return bytes.toByteArray();
    }

    private static int sepia(int pixel) {
        int[][] weights = {{393, 769, 189}, {349, 686, 168}, {272, 534, 131}};
        int result = 0;
        for (int[] each : weights) {
            int value = ((pixel >> 16 & 255) * each[0] + (pixel >> 8 & 255) * each[1] + (pixel & 255) * each[2]) / 1000;
            result = result << 8 | Math.min(value, 255);
        }
        return 0xff000000 | result;
    }

    private BufferedImage filter(String how, byte[] picture) throws Exception {
        byte[] png = send(event("image:picture:" + how), picture);
        Files.write(Files.createDirectories(Path.of("target")).resolve("image-" + how + ".png"), png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    @Test
    public void shouldFilterAPictureInPlace() throws Exception {
        BufferedImage drawing = drawing();
        byte[] picture = ppm(drawing);
        inEachExecution("image", plugin -> {
            BufferedImage old = filter("sepia", picture);
            for (int i = 0; i < 320 * 240; i++) {
                assertEquals("pixel " + i, sepia(drawing.getRGB(i % 320, i / 320)), old.getRGB(i % 320, i / 320));
            }
            BufferedImage edges = filter("edges", picture);
            assertEquals("within the moon", 0xff000000, edges.getRGB(230, 60));
            assertEquals("its edge", 0xffffffff, edges.getRGB(200, 60));
            assertEquals("a blurred point", 0xffffffff, filter("blur", picture).getRGB(230, 60));
            assertEquals(ErrorCode.NO_RESPONSE,
                    failureOf(service(Transport.class).send(event("image:picture:blur"), new byte[9])).code());
        });
    }
}
