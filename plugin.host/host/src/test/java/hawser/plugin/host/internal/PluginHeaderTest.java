// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.internal.DeclaredEvent.Kind;
import hawser.plugin.host.internal.PluginDeclaration.Swap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginHeaderTest {
    private static PluginDeclaration declared(String header) {
        return declared(header, Map.of());
    }

    private static PluginDeclaration declared(String header, Map<String, Object> more) {
        return PluginDeclaration.of(PluginHeader.parse(header).fields(more));
    }

    @Test
    void shouldSayOnceWhyItsJarIsNotTaken() {
        String refused = PluginHeader.refuse("a.so;execution=thread", "not \"whole\"\n; replace it");
        String again = PluginHeader.refuse(refused, "gone");

        assertEquals(Optional.of("not 'whole''; replace it"), PluginHeader.parse(refused).refusal());
        assertEquals(Optional.of("gone"), PluginHeader.parse(again).refusal());
        assertEquals("thread", PluginHeader.parse(again).fields().get("execution"));
        assertTrue(PluginHeader.isRefused(again));
        assertFalse(PluginHeader.isRefused("a.so;execution=thread"));
        assertFalse(PluginHeader.isRefused(null));
    }

    @Test
    void shouldReadPathEventsAndExecution() {
        String header = "native/libecho.so; events = \"echo:message:send type=1, echo:message:twice type=0x02 "
                + "request=json response=none\" ;execution=inline;swap=stop-first;update.interval=2s;"
                + "buffer.to-native=64KiB;limits=\"memory=64MiB files=32\"";

        PluginDeclaration declaration = declared(header);

        assertEquals("native/libecho.so", PluginHeader.parse(header).library());
        assertEquals(List.of(new DeclaredEvent("echo:message:send", 1, Kind.BYTES, Kind.BYTES),
                new DeclaredEvent("echo:message:twice", 2, Kind.JSON, Kind.NONE)), declaration.events());
        assertEquals("inline", declaration.execution().orElseThrow());
        assertEquals(Swap.STOP_FIRST, declaration.swap());
        assertEquals(2_000_000_000L, declaration.updateNs().orElseThrow());
        assertEquals(65_536, declaration.toNative().orElseThrow());
        assertEquals(Map.of("memory", "67108864", "files", "32"), declaration.limits());
    }

    @Test
    void shouldReadTheSameFromASettingsFile() {
        Map<String, Object> settings = Map.of("execution", "process", "update.interval", 0,
                "events", List.of(Map.of("name", "a:b:c", "type", 255, "response", "stream")),
                "permissions", Map.of("send", List.of("x:y:*"), "handle", List.of()));

        PluginDeclaration declaration = declared("lib.so;settings=plugin.json", settings);

        assertEquals("process", declaration.execution().orElseThrow());
        assertEquals(0, declaration.updateNs().orElseThrow());
        assertEquals(List.of(new DeclaredEvent("a:b:c", 255, Kind.BYTES, Kind.STREAM)), declaration.events());
        assertEquals(List.of("x:y:*"), declaration.send());
    }

    @Test
    void shouldReadThatAnEventTakesEnvelopes() {
        assertTrue(declared("lib.so;events=\"a:b:c batch=true\"").events().get(0).isBatch());
        assertFalse(declared("lib.so;events=\"a:b:c batch=false\"").events().get(0).isBatch());
        Map<String, Object> settings = Map.of("events", List.of(Map.of("name", "a:b:c", "batch", true)));
        assertTrue(declared("lib.so;settings=plugin.json", settings).events().get(0).isBatch());
    }

    @Test
    void shouldNameAnEventAfterThePluginWhenNoneIsDeclared() {
        PluginDeclaration declaration = declared("native/libecho.so");

        assertEquals(Optional.empty(), declaration.execution());
        assertEquals("plugin:my-echo:send", declaration.eventsOf(EventName.of("My Echo"), Set.of()).get(0).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lib.so;events=\"a:b:c batch=yes\"",
        "lib.so;events=\"a:b:c batch=true response=stream\"",
        ";events=\"a:b:c\"", "lib.so;event=\"a:b:c\"", "lib.so;events", "lib.so;events=\"a:b:c",
        "lib.so;execution=thread;execution=thread", "lib.so;events=\"a:b:c\"x",
        "lib.so;events=\"a:b:c type=1, d:e:f type=1\"", "lib.so;events=\"a:b:c type=256\"",
        "lib.so;events=\"a:b:c type=1, a:b:c type=2\"", "lib.so;events=\"a:b:c request=none\"",
        "lib.so;events=\"a:b:c response=xml\"", "lib.so;events=\"a:b:c kind=json\"", "lib.so;events=\"a:b:c json\"",
        "lib.so;swap=later", "lib.so;sha256=12", "lib.so;update.interval=soon", "lib.so;buffer.to-native=1KB",
        "lib.so;buffer.to-native=100", "lib.so;limits=\"memory\"", "lib.so;limits=\"memroy=1\"",
        "lib.so;permissions=all"})
    void shouldRefuseAHeaderThatIsNotWellFormed(String header) {
        assertThrows(PluginException.class, () -> declared(header));
    }

    @ParameterizedTest
    @CsvSource({"a:b:c|d:e:f, '', false", "a:b:c|d:e:f type=1, '', false", "a:b:c type=2|d:e:f type=1, '', true",
        "a:b:c|d:e:f, REQUESTS, true", "a:b:c|d:e:f response=stream, REQUESTS, true",
        "a:b:c|d:e:f response=stream, '', false", "a:b:c|d:e:f|g:h:i response=stream, STREAMS, false",
        "a:b:c response=stream|d:e:f response=stream, STREAMS, true"})
    void shouldRequireTypesWhereThePluginIsNotToldTheName(String events, String extension, boolean accepted) {
        PluginDeclaration declaration = declared("lib.so;events=\"" + events.replace("|", ", ") + "\"");
        Set<Extension> extensions = extension.isEmpty() ? Set.of() : Set.of(Extension.valueOf(extension));
        EventName plugin = EventName.of("p");

        if (accepted) {
            assertEquals(declaration.events(), declaration.eventsOf(plugin, extensions));
        } else {
            assertThrows(PluginException.class, () -> declaration.eventsOf(plugin, extensions));
        }
    }

    @Test
    void shouldSuggestTheNearName() {
        PluginException refused = assertThrows(PluginException.class, () -> declared("lib.so;executoin=thread"));

        assertTrue(refused.getMessage().contains("execution may have been meant"), refused.getMessage());
    }

    @Test
    void shouldRefuseAFieldThatStandsInBothPlaces() {
        assertThrows(PluginException.class,
                () -> declared("lib.so;swap=overlap;settings=x", Map.of("swap", "overlap")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib.so;events=\"a:b\"", "lib.so;events=\"A:b:c\""})
    void shouldRefuseAnEventThatIsNotWellNamed(String header) {
        assertThrows(IllegalArgumentException.class, () -> declared(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---", "äöü"})
    void shouldRefuseANameThatLeavesNothingForItsEvents(String name) {
        assertThrows(PluginException.class, () -> EventName.of(name));
    }
}
