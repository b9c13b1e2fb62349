// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.launcher.config.Setting;
import hawser.launcher.config.SettingException;
import hawser.launcher.config.SettingGroup;
import hawser.launcher.config.Settings;
import hawser.transport.Codec;
import hawser.transport.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** What is written to conf/, by a command or by hand, reaches the components, unless it is wrong. */
public class ConfigIT extends InFelix {
    private static final Path CONF = Path.of("target/config-conf").toAbsolutePath();
    private static final String JSON = "hawser.transport.codec.json";
    private static final String DEPTH = "max.depth";
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
        await(() -> setting().value().isEmpty());
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

    private Settings settings() {
        try {
            return service(Settings.class);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Setting setting() {
        return settings().find(JSON).orElseThrow().settings().stream()
                .filter(setting -> setting.key().equals(DEPTH)).findFirst().orElseThrow();
    }

    /** The codec is another service after each change. */
    private boolean reads(String json) {
        try {
            service(Codec.class).decode(json.getBytes(UTF_8), Object.class);
            return true;
        } catch (TransportException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(String text) throws IOException {
        Path whole = Files.writeString(CONF.resolve(".whole"), text);
        Files.move(whole, CONF.resolve(JSON + ".cfg"), StandardCopyOption.REPLACE_EXISTING,
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
}
