// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Permissions;
import hawser.transport.channel.ChannelSizes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {
    private static final HostSettings COMMON = common(1 << 20);

    private final PluginSettings settings = new PluginSettings(COMMON, () -> new IsolationSettings("files=256",
            Map.of("listed", "inline"), 1, 1, null, Path.of("crash"), 1));

    private static HostSettings common(long toNative) {
        return new HostSettings(new ChannelSizes(toNative, 1 << 20), 1 << 20, new PluginTimes(1, 2, 3, 4), 1,
                "process");
    }

    private static PluginSource source(Map<String, Object> declared, Configured configured) {
        Fields fields = new Fields("the declaration of lib.so", declared);
        PluginDeclaration declaration = PluginDeclaration.of(configured.over(fields));
        LibraryFile library = new LibraryFile("lib.so", new byte[0], declaration.limits(), Map.of());
        return new PluginSource(library, fields, true, configured, declaration,
                new Permissions(List.of(), List.of()));
    }

    private Configured configured(String plugin) {
        return settings.of(plugin, "bundle", Optional.empty());
    }

    @Test
    void shouldGoBeforeWhatThePluginDeclaresFieldByField() {
        settings.put(Map.of("service.pid", "hawser.plugin~echo", "update.interval", "50", "limit.files", "8"));
        Map<String, Object> declared = Map.of("update.interval", "2s", "execution", "thread",
                "limits", Map.of("files", 32, "memory", "1MiB"));

        PluginSource source = source(declared, configured("echo"));

        assertEquals(TimeUnit.MILLISECONDS.toNanos(50), source.declaration().updateNs().orElseThrow());
        assertEquals(Map.of("files", "8", "memory", "1048576"), source.declaration().limits());
        assertEquals("thread", source.execution());
    }

    @Test
    void shouldKnowThePluginByItsNameInTheConfigurationOrByThatOfTheConfiguration() {
        settings.put(Map.of("service.pid", "hawser.plugin~a", "plugin", "some/one", "execution", "inline"));
        settings.put(Map.of("service.pid", "hawser.plugin~b", "execution", "thread"));

        assertEquals(Optional.of("inline"), configured("some/one").execution());
        assertEquals(Optional.of("thread"), configured("b").execution());
        assertEquals(Optional.empty(), configured("a").execution());
        settings.remove(Map.of("service.pid", "hawser.plugin~b"));
        assertEquals(Optional.empty(), configured("b").execution());
    }

    @Test
    void shouldGoByWhatACommandSaysThenByItsOwnConfigurationThenByTheListForAll() {
        assertEquals(Optional.of("inline"), configured("listed").execution());
        settings.put(Map.of("service.pid", "hawser.plugin~listed", "execution", "thread"));
        assertEquals(Optional.of("thread"), configured("listed").execution());
        assertEquals(Optional.of("process"), settings.of("listed", "bundle", Optional.of("process")).execution());
    }

    @Test
    void shouldCallForAnotherGenerationOnlyIfItWouldBeAnother() {
        Configured before = configured("echo");
        PluginSource plain = source(Map.of("execution", "thread"), before);
        PluginSource ownBuffer = source(Map.of("buffer.to-native", "4KiB"), before);

        settings.change(common(1 << 21));

        assertTrue(plain.isOther(before, configured("echo")));
        assertFalse(ownBuffer.isOther(before, configured("echo")));
        settings.change(COMMON);
        settings.put(Map.of("service.pid", "hawser.plugin~echo", "limit.files", "8"));
        assertFalse(plain.isOther(before, configured("echo")), "it has no process");
        assertTrue(ownBuffer.isOther(before, configured("echo")));
    }

    @Test
    void shouldBeTriedAndRefusedWhenWhatIsConfiguredIsWrong() {
        Configured before = configured("echo");
        PluginSource source = source(Map.of(), before);

        settings.put(Map.of("service.pid", "hawser.plugin~echo", "update.interval", "soon"));

        assertTrue(source.isOther(before, configured("echo")));
        assertFalse(source.isOther(configured("echo"), configured("echo")));
    }
}
