// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginOutputTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> logged = new ArrayList<>();
    private long now;
    private final PluginOutput output = new PluginOutput(logged::add, () -> now, 3);

    @Test
    void shouldCutIntoLinesWhereverTheBytesAreCut() {
        add("one\ntw");
        add("o\n");
        add("three");

        assertEquals(List.of("one", "two"), logged);

        output.end();
        assertEquals(List.of("one", "two", "three"), logged);
    }

    @Test
    void shouldCutALineThatNeverEnds() {
        add("x".repeat(PluginOutput.LONGEST + 1));

        assertEquals(List.of("x".repeat(PluginOutput.LONGEST)), logged);
    }

    @Test
    void shouldLeaveOutWhatIsTooMuchForASecondAndSayHowMuch() {
        add("1\n2\n3\n4\n5\n");
        assertEquals(List.of("1", "2", "3"), logged);

        now += SECOND;
        add("6\n");

        assertTrue(logged.get(3).startsWith("(2 more lines were left out"), logged.get(3));
        assertEquals("6", logged.get(4));
    }

    @Test
    void shouldKeepTheLastLinesAlsoThoseLeftOut() {
        for (int i = 0; i < 100; i++) {
            add("line " + i + "\n");
        }

        assertEquals(20, output.last().size());
        assertEquals("line 80", output.last().get(0));
        assertEquals("line 99", output.last().get(19));
    }

    @Test
    void shouldShowNoControlCharacters() {
        add("\u001b[31mred\rover\u0000\n");

        assertEquals(List.of("?[31mred?over?"), logged);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.add(bytes, bytes.length);
    }
}
