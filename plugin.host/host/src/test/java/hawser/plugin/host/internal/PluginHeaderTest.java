// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.plugin.host.PluginException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginHeaderTest {
    @Test
    void shouldReadPathEventsAndExecution() {
        PluginHeader header = PluginHeader.parse(
                "native/libecho.so; events = \"echo:message:send, echo:message:twice\" ;execution=thread");

        assertEquals("native/libecho.so", header.library());
        assertEquals(List.of("echo:message:send", "echo:message:twice"), header.events());
        assertEquals("thread", header.execution());
    }

    @Test
    void shouldNameAnEventAfterThePluginWhenNoneIsDeclared() {
        PluginHeader header = PluginHeader.parse("native/libecho.so");

        assertEquals("thread", header.execution());
        assertEquals("plugin:my-echo:send", header.eventsOf(EventName.of("My Echo")).get(0).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";events=\"a:b:c\"", "lib.so;event=\"a:b:c\"", "lib.so;events", "lib.so;events=\"a:b:c",
        "lib.so;execution=thread;execution=thread", "lib.so;events=\"a:b:c\"x"})
    void shouldRefuseAHeaderThatIsNotWellFormed(String header) {
        assertThrows(PluginException.class, () -> PluginHeader.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lib.so;events=\"a:b\"", "lib.so;events=\"A:b:c\""})
    void shouldRefuseAnEventThatIsNotWellNamed(String header) {
        assertThrows(IllegalArgumentException.class, () -> PluginHeader.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "---", "äöü"})
    void shouldRefuseANameThatLeavesNothingForItsEvents(String name) {
        assertThrows(PluginException.class, () -> EventName.of(name));
    }
}
