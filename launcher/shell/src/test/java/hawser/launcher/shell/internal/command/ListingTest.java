// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Listing TWO = new Listing("plugins", List.of(
            Listing.row("name", "echo", "apiVersion", 1, "events", List.of("a:b:c", "d:e:f")),
            Listing.row("name", "a-longer-name", "apiVersion", 1, "events", List.of())));

    @Test
    void shouldAlignColumnsUnderTheirTitles() {
        assertEquals("""
                NAME           API VERSION  EVENTS
                echo                     1  a:b:c, d:e:f
                a-longer-name            1""", TWO.toTable(Screen.NONE));
    }

    @Test
    void shouldSayWhenThereIsNothing() {
        assertEquals("No plugins.", new Listing("plugins", List.of()).toTable(Screen.NONE));
        assertEquals("[ ]", new Listing("plugins", List.of()).as(true));
    }

    @Test
    void shouldGiveProgramsAnArrayOfObjectsWithTheNameFirst() {
        assertEquals("""
                [ {
                  "name" : "echo",
                  "apiVersion" : 1,
                  "events" : [ "a:b:c", "d:e:f" ]
                }, {
                  "name" : "a-longer-name",
                  "apiVersion" : 1,
                  "events" : [ ]
                } ]""", TWO.as(true));
    }

    @Test
    void shouldKeepControlCharactersFromTheTerminal() {
        Listing hostile = new Listing("plugins", List.of(Listing.row("name", "\u001b[2Jevil\u0007\nname")));

        assertEquals("NAME\n[2Jevil name", hostile.toTable(Screen.NONE));
    }
}
