// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.launcher.shell.internal.command.EventCommands;
import hawser.launcher.shell.internal.command.PluginCommands;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a command is to be called. */
class UsageTest {
    @Test
    void shouldNameTheCommandWhenGogoRefusedItsArguments() {
        assertEquals(Optional.of("send"), Usage.refused(
                new IllegalArgumentException("Cannot coerce send() to any of [(CommandSession, String, String[])]")));
        assertEquals(Optional.empty(), Usage.refused(new IllegalArgumentException("no such thing")));
        assertEquals(Optional.empty(), Usage.refused(new IllegalStateException()));
    }

    @Test
    void shouldShowArgumentsAndFlagsByTheirNames() {
        assertEquals("usage: event:send NAME [TEXT...]; see: help event:send",
                Usage.of("event:send", EventCommands.class));
        assertEquals("usage: plugin:info [--json] NAME; see: help plugin:info",
                Usage.of("plugin:info", PluginCommands.class));
    }

    @Test
    void shouldShowEachWayWhenThereAreSeveral() {
        assertEquals("usage: hawser:exit, or hawser:exit N; see: help hawser:exit",
                Usage.of("hawser:exit", ExitCommands.class));
    }
}
