// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.launcher.config.Setting;
import hawser.launcher.config.SettingException;
import hawser.launcher.config.SettingGroup;
import hawser.launcher.config.Settings;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Codec;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** What is written to conf/, by a command or by hand, reaches the components, unless it is wrong. */
public class ConfigIT extends InFelix {
    /** What is done with plugins. */
    private interface Step {
        void run() throws Exception;
    }

    private static final Path CONF = Path.of("target/config-conf").toAbsolutePath();
    private static final String JSON = "hawser.transport.codec.json";
    private static final String DEPTH = "max.depth";
    private static final String OF_ECHO = "hawser.plugin~echo";
    private static final String TO_NATIVE = "buffer.to-native";
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    @Override
    @Configuration
    public Option[] configuration() throws IOException {
        Files.createDirectories(CONF);
        clear();
        return combine(super.configuration(), frameworkProperty("felix.fileinstall.dir").value(CONF.toString()),
                frameworkProperty("felix.fileinstall.poll").value("50"),
                frameworkProperty("felix.fileinstall.enableConfigSave").value("false"));
    }

    @After
    public void clearAndWait() throws Exception {
        clear();
        await(() -> settings().list().stream().flatMap(group -> group.settings().stream())
                .allMatch(setting -> setting.value().isEmpty() && setting.refused().isEmpty()));
    }

    private static void clear() throws IOException {
        try (Stream<Path> files = Files.list(CONF)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void await(BooleanSupplier reached) {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (!reached.getAsBoolean()) {
            assertTrue("not reached", System.nanoTime() - deadlineNs < 0);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private <T> T get(Class<T> type) {
        try {
            return service(type);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Settings settings() {
        return get(Settings.class);
    }

    private Setting setting() {
        return settings().find(JSON).orElseThrow().settings().stream()
                .filter(setting -> setting.key().equals(DEPTH)).findFirst().orElseThrow();
    }

    /** The codec is another service after each change. */
    private boolean reads(String json) {
        try {
            get(Codec.class).decode(json.getBytes(UTF_8), Object.class);
            return true;
        } catch (TransportException e) {
            return false;
        }
    }

    private static void write(String text) throws IOException {
        write(JSON, text);
    }

    private static void write(String pid, String text) throws IOException {
        Path whole = Files.writeString(CONF.resolve(".whole"), text);
        Files.move(whole, CONF.resolve(pid + ".cfg"), StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    public void shouldReachTheComponentAndTheFileWhenASettingChanges() throws Exception {
        assertTrue(reads("[[1]]"));

        settings().set(JSON, DEPTH, "1");

        await(() -> !reads("[[1]]"));
        assertTrue(Files.readString(CONF.resolve(JSON + ".cfg")).contains(DEPTH + " = 1"));
        settings().reset(JSON, DEPTH);
        await(() -> reads("[[1]]"));
    }

    @Test
    public void shouldTakeAValueWithBlanksAndRefuseAVariable() throws Exception {
        settings().set(JSON, DEPTH, " 1 ");

        assertEquals("1", setting().effective());
        SettingException thrown = assertThrows(SettingException.class,
                () -> settings().set("hawser.permissions~some one", "plugin", "${user.name}"));
        assertTrue(thrown.getMessage(), thrown.getMessage().contains("must be a text without ${"));
        assertTrue(settings().find("hawser.permissions~*").isEmpty());
        settings().set("hawser.permissions~some one", "plugin", "one \\d+ a\\b");
        List<String> names = settings().list().stream().map(SettingGroup::pid).toList();
        assertTrue(names.toString(), names.contains("hawser.permissions~some one"));
    }

    @Test
    public void shouldWriteNothingWhenTheValueIsWrong() {
        SettingException thrown = assertThrows(SettingException.class, () -> settings().set(JSON, DEPTH, "0"));

        assertEquals("max.depth must be a whole number of at least 1: found max.depth=0; max.depth="
                + setting().standard() + " stays", thrown.getMessage());
        assertFalse(Files.exists(CONF.resolve(JSON + ".cfg")));
    }

    @Test
    public void shouldKeepTheValueBeforeWhenAFileIsWrong() throws Exception {
        write(DEPTH + " = 1\n");
        await(() -> !reads("[[1]]"));

        write(DEPTH + " = many\n");

        await(() -> setting().refused().orElse("").contains("what holds is the value before it, 1"));
        assertEquals("1", setting().effective());
        assertFalse(reads("[[1]]"));
    }

    @Test
    public void shouldDescribeEverySettingOfHawser() {
        settings().list().stream().filter(group -> group.pid().startsWith("hawser."))
                .flatMap(group -> group.settings().stream().peek(setting ->
                        assertFalse(group.pid() + ' ' + setting.key(), setting.description().isBlank())))
                .forEach(setting -> assertFalse(setting.key(), setting.accepts().isBlank()));
    }

    private ChannelSizes sizes(String plugin) {
        return get(Channels.class).list().stream().filter(channel -> channel.name().equals(plugin))
                .reduce((before, now) -> now).orElseThrow().sizes();
    }

    private PluginInfo find(String plugin) {
        return get(PluginHost.class).find(plugin).orElseThrow();
    }

    private boolean is(String plugin, int generation, long toNative) {
        return find(plugin).generation() == generation && find(plugin).state() == PluginState.ACTIVE
                && sizes(plugin).toNative() == toNative;
    }

    /** Echo, which declares nothing, and another, which declares its own buffer. */
    private void withPlugins(Step test) throws Exception {
        Bundle echo = startEcho();
        Bundle other = start(context.installBundle("test:other", new ByteArrayInputStream(PluginJars.with("other",
                "native/libsilent.so", misbehaving("silent"), "native/libsilent.so;buffer.to-native=32KiB"))));
        try {
            test.run();
        } finally {
            echo.uninstall();
            other.uninstall();
        }
    }

    @Test
    public void shouldReopenThePluginsChannelWithoutLossWhenItsBufferIsConfigured() throws Exception {
        withPlugins(() -> {
            PluginHost host = service(PluginHost.class);
            long standard = sizes("echo").toNative();
            AtomicBoolean on = new AtomicBoolean(true);
            CompletableFuture<Integer> sent = CompletableFuture.supplyAsync(() -> sendWhile(on));

            settings().set(OF_ECHO, TO_NATIVE, "65536");
            await(() -> is("echo", 2, 65_536));
            settings().set(OF_ECHO, "execution", "inline");
            await(() -> is("echo", 3, 65_536) && find("echo").execution().equals("inline"));
            Files.delete(CONF.resolve(OF_ECHO + ".cfg"));
            await(() -> is("echo", 4, standard) && find("echo").execution().equals("thread"));

            on.set(false);
            assertTrue(sent.get() > 0);
            assertEquals("another plugin is not touched", 1, find("silent").generation());
            assertSame(host, service(PluginHost.class));
        });
    }

    /** Each answer is that of its request, and the next comes when it has come. */
    private int sendWhile(AtomicBoolean on) {
        int count = 0;
        try {
            for (; on.get(); count++) {
                String text = Integer.toString(count);
                assertEquals(text, new String(send(ECHO, text.getBytes(UTF_8)), UTF_8));
            }
            return count;
        } catch (Exception e) {
            throw new IllegalStateException("request " + count, e);
        }
    }

    @Test
    public void shouldTouchOnlyPluginsForWhichAChangeForAllMakesADifference() throws Exception {
        withPlugins(() -> {
            PluginHost host = service(PluginHost.class);

            settings().set("hawser.plugin.host", TO_NATIVE, "131072");
            await(() -> is("echo", 2, 131_072));
            settings().set("hawser.plugin.host", "shutdown.timeout", "6000");
            settings().reset("hawser.plugin.host", TO_NATIVE);
            await(() -> is("echo", 3, 1 << 20));

            assertTrue("it declares its own", is("silent", 1, 32_768));
            assertSame(host, service(PluginHost.class));
            Files.delete(CONF.resolve("hawser.plugin.host.cfg"));
        });
    }

    @Test
    public void shouldKeepWhatHoldsWhenAPluginsFileIsWrong() throws Exception {
        withPlugins(() -> {
            settings().set(OF_ECHO, TO_NATIVE, "65536");
            await(() -> is("echo", 2, 65_536));

            SettingException thrown = assertThrows(SettingException.class,
                    () -> settings().set(OF_ECHO, TO_NATIVE, "1000"));
            assertEquals("buffer.to-native must be a whole number from 1024 to 524288000: found buffer.to-native=1000; "
                    + "buffer.to-native=65536 stays", thrown.getMessage());
            write(OF_ECHO, TO_NATIVE + " = 1000\nupdate.interval = 50\n");

            await(() -> is("echo", 3, 65_536)); // for what is right in it
            assertTrue(settings().find(OF_ECHO).orElseThrow().settings().stream().anyMatch(setting ->
                    setting.refused().orElse("").contains("what holds is the value before it, 65536")));
        });
    }

    /** A plugin's name may have what parts names elsewhere. */
    @Test
    public void shouldTakeAFileWithATildeForTheFactorysConfigurationThatItIs() throws Exception {
        String pid = "hawser.permissions~some-plugin (two)";

        settings().set(pid, "send", "kv:*:*");

        org.osgi.service.cm.Configuration[] found = get(ConfigurationAdmin.class)
                .listConfigurations("(service.factoryPid=hawser.permissions)");
        assertEquals(List.of(pid), Stream.of(found).map(each -> each.getPid()).toList());
        Files.delete(CONF.resolve(pid + ".cfg"));
        await(() -> settings().list().stream().noneMatch(group -> group.pid().equals(pid)));
    }
}
