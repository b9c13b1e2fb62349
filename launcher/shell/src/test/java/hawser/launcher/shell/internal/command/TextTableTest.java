// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private static final String GREETING = "Hawser 1.0  -  help: all commands";

    @Test
    void shouldBreakProseBetweenWordsWhereTheScreenEnds() {
        assertEquals("Hawser 1.0  -  help:\nall commands", new TextTable(new Screen(22, false)).prose(GREETING));
    }

    @Test
    void shouldLeaveProseAsItIsWhereItFitsOrNothingEnds() {
        assertEquals(GREETING, new TextTable(new Screen(33, false)).prose(GREETING));
        assertEquals(GREETING, new TextTable(Screen.NONE).prose(GREETING));
    }
}
