// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.Assert.assertEquals;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

/**
 * The example plugin of the guide to the shared-buffer system, taken out of its text: it compiles unchanged, and
 * answers. Runs where the text is at hand: the profile {@code guide} says where.
 */
public class GuideExampleIT extends InFelix {
    private static final Pattern EXAMPLE =
            Pattern.compile("```cpp\\n(// your_plugin\\.cpp\\n.*?)```", Pattern.DOTALL);
    private static final Event<byte[], byte[]> SEND =
            Events.defineEvent("plugin").module("myplugin").event("send").define(byte[].class, byte[].class);
    private static final Event<byte[], Void> MESSAGE =
            Events.defineEvent("plugin").module("myplugin").event("message").define(byte[].class);

    @Test
    public void shouldCompileUnchangedAndAnswerTwice() throws Exception {
        Path folder = Files.createTempDirectory("guide");
        Path library = build(folder, Files.writeString(folder.resolve("your_plugin.cpp"), example()));
        BlockingQueue<String> unasked = new ArrayBlockingQueue<>(1);
        Registration listener = service(Transport.class).on(MESSAGE, (payload, request) -> {
            unasked.add(request.plugin().orElseThrow().name() + " says " + new String(payload, UTF_8));
            return null;
        });

        PluginInfo plugin = service(PluginHost.class).load(library);

        assertEquals("MyPlugin", plugin.name());
        assertEquals(PluginState.ACTIVE, plugin.state());
        assertEquals("hello", new String(send(SEND, "hello".getBytes(UTF_8)), UTF_8));
        assertEquals("MyPlugin says hello", unasked.poll(10, SECONDS));
        service(PluginHost.class).unload("MyPlugin");
        listener.close();
    }

    private static String example() throws IOException {
        String text = Files.readString(Path.of(System.getProperty("hawser.guide")));
        Matcher matcher = EXAMPLE.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("the guide must hold the source your_plugin.cpp");
        }
        return matcher.group(1);
    }

    private static Path build(Path folder, Path source) throws IOException, InterruptedException {
        Path library = folder.resolve("libmy_plugin.so");
        Process process = new ProcessBuilder("sh", dist().resolve("sdk/build_plugin.sh").toString(),
                source.toString(), "-o", library.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(output, 0, process.waitFor());
        return library;
    }
}
