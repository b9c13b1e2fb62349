// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static Map<String, Object> shown(byte[] written) {
        return Payload.shown(written, 0);
    }

    @Test
    void shouldShowTextWithoutTheLineEndOfTheCommand() {
        Map<String, Object> shown = shown("héllo\n\n".getBytes(UTF_8));

        assertEquals("text", shown.get("form"));
        assertEquals("héllo\n", shown.get("result"));
        assertEquals(7, shown.get("length"));
    }

    @Test
    void shouldTellAnEmptyAnswerFromNone() {
        assertEquals(true, shown(new byte[] {'\n'}).get("answered"));
        assertEquals(false, shown(new byte[0]).get("answered"));
    }

    @Test
    void shouldShowWhatIsNoTextInHexadecimalDigits() {
        assertEquals("00 ff", shown(new byte[] {0, (byte) 0xff, '\n'}).get("result"));
        assertEquals("hex", shown(new byte[] {'a', 27, '[', '\n'}).get("form"), "what moves a cursor is no text");
    }

    @Test
    void shouldCutBetweenTwoCharacters() {
        Map<String, Object> shown = shown(("a" + "€".repeat(Payload.MOST_SHOWN) + '\n').getBytes(UTF_8));

        assertEquals(true, shown.get("cut"));
        assertEquals("text", shown.get("form"));
        assertEquals(Payload.MOST_SHOWN / 3 * 3, ((String) shown.get("result")).getBytes(UTF_8).length + 2);
    }
}
