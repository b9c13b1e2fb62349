// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.plugin.host.PluginException;
import org.junit.jupiter.api.Test;

class EventNameTest {
    /** The runner is held to the same by validate-test.c. */
    @Test
    void shouldMakeASegmentOfAName() {
        assertEquals("echo", EventName.of("echo").text());
        assertEquals("echo-2", EventName.of("Echo_2").text());
        assertEquals("ext-nded-2", EventName.of("_.Ext\u00e9nded 2").text());
        assertEquals("a--b", EventName.of("a\u212a\ud83d\ude00B").text(), "one for each character, and no K of Kelvin");
    }

    @Test
    void shouldSayThatANameNamesNothing() {
        PluginException refused = assertThrows(PluginException.class, () -> EventName.of("_\u00e9"));

        assertEquals("a plugin's name must hold a letter or digit to name its events: name=_\u00e9",
                refused.getMessage());
    }
}
