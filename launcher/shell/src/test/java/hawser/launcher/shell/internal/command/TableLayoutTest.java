// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tables on screens of every width. */
class TableLayoutTest {
    private static final Listing PLUGINS = new Listing("plugins", List.of(
            Listing.row("name", "echo", "state", "ACTIVE", "messages", 12, "reason", ""),
            Listing.row("name", "a-plugin-with-a-long-name", "state", "FAILED", "messages", 1234567,
                    "reason", "a plugin must be a shared library: found 3 bytes")));

    @Test
    void shouldKeepEachRowInOneLineWhenThereIsNoWidth() {
        assertEquals("""
                NAME                       STATE   MESSAGES  REASON
                echo                       ACTIVE        12
                a-plugin-with-a-long-name  FAILED   1234567  a plugin must be a shared library: found 3 bytes""",
                PLUGINS.toTable(Screen.NONE));
    }

    @Test
    void shouldBreakTheWidestCellsWhenTheScreenIsNarrow() {
        assertEquals("""
                NAME                  STATE   MESSAGES  REASON
                echo                  ACTIVE        12
                a-plugin-with-a-      FAILED   1234567  a plugin must be a
                long-name                               shared library:
                                                        found 3 bytes""", PLUGINS.toTable(new Screen(60, false)));
    }

    @Test
    void shouldGiveEachRowABlockWhenTheScreenIsTooNarrowForColumns() {
        assertEquals("""
                NAME      echo
                STATE     ACTIVE
                MESSAGES  12
                REASON

                NAME      a-plugin-with-
                          a-long-name
                STATE     FAILED
                MESSAGES  1234567
                REASON    a plugin must
                          be a shared
                          library: found
                          3 bytes""", PLUGINS.toTable(new Screen(24, false)));
    }

    @Test
    void shouldColourWhatIsGoodAndBadOnlyWhenColoursAreWanted() {
        String painted = PLUGINS.toTable(new Screen(120, true));

        assertTrue(painted.contains("\u001b[32mACTIVE\u001b[0m") && painted.contains("\u001b[31mFAILED\u001b[0m"));
        assertEquals(PLUGINS.toTable(new Screen(120, false)), painted.replaceAll("\u001b\\[\\d+m", "")
                .lines().map(String::stripTrailing).collect(Collectors.joining("\n")));
    }

    @Test
    void shouldCountWideLettersAsTwo() {
        assertEquals("NAME  STATE\n\u8239\u8239  OK", new Listing("ships", List.of(
                Listing.row("name", "\u8239\u8239", "state", "OK"))).toTable(Screen.NONE));
    }

    @Property
    void shouldNeverBeWiderThanTheScreenNorLoseALetter(@ForAll("tables") List<List<String>> cells,
            @ForAll @IntRange(min = 24, max = 200) int columns) {
        Listing table = new Listing("rows", cells.stream().map(row -> Listing.row(
                "name", row.get(0), "value", row.get(1), "note", row.get(2))).toList());

        String text = table.toTable(new Screen(columns, false));

        assertTrue(text.lines().allMatch(line -> TextWidth.of(line) <= columns), text);
        for (List<String> row : cells) {
            row.forEach(cell -> cell.chars().forEach(c -> assertTrue(c == ' ' || text.indexOf(c) >= 0)));
        }
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        return Arbitraries.strings().withChars("abc -:,\u8239").ofMaxLength(80).list().ofSize(3)
                .list().ofMinSize(1).ofMaxSize(5);
    }
}
