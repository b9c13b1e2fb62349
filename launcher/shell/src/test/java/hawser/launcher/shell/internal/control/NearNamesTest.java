// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Suggestions, and the line of the status. */
class NearNamesTest {
    private static final List<String> NAMES = List.of("plugin:list", "plugin:info", "event:send", "lb");

    @Test
    void shouldFindTheNameWhenLettersAreSwapped() {
        assertEquals(List.of("plugin:list"), NearNames.of("plugni:list", NAMES));
    }

    @Test
    void shouldCompareWhatFollowsTheCommonScopeWhenThereIsOne() {
        List<String> names = List.of("plugin:list", "plugin:stop", "plugin:why", "event:list");

        assertEquals(List.of("plugin:list"), NearNames.of("plugin:lst", names));
        assertEquals(List.of("shout:text:send"), NearNames.of("shout:text:snd", List.of("shout:text:send")));
    }

    @Test
    void shouldFindNothingWhenNoNameIsNear() {
        assertEquals(List.of(), NearNames.of("transmogrify", NAMES));
    }

    @Test
    void shouldNameTheNearestHoweverFarAndFirstOneThatBeginsSo() {
        assertEquals(Optional.of("event:send"), NearNames.nearest("eve", NAMES));
        assertEquals(Optional.of("lb"), NearNames.nearest("xy", NAMES));
        assertEquals(Optional.empty(), NearNames.nearest("eve", List.of()));
    }

    @Test
    void shouldSuggestCommandsWithAScopeWhenOneWasTyped() {
        assertEquals("no such command: plugin:lst; did you mean plugin:list?",
                MissingCommand.message("plugin:lst", NAMES));
        assertEquals("no such command: lst; did you mean list?", MissingCommand.message("lst", NAMES));
        assertEquals("no such command: transmogrify; help lists all", MissingCommand.message("transmogrify", NAMES));
        assertEquals("no such command: plugin:transmogrify; help plugin lists those there are",
                MissingCommand.message("plugin:transmogrify", NAMES));
        assertEquals("no such command: no:transmogrify; help lists all",
                MissingCommand.message("no:transmogrify", NAMES));
    }

    @Test
    void shouldSayStoppingWhenItHasStartedAndStops() {
        assertEquals("stopping", InstanceStatus.state(true, true));
        assertEquals("running", InstanceStatus.state(true, false));
        assertEquals("starting", InstanceStatus.state(false, false));
    }

    @Test
    void shouldPutThePidFirstWhenItDescribesTheInstance() {
        String line = InstanceStatus.line(4711, "running", Instant.EPOCH, ZoneOffset.UTC, 28, 3, 2);

        assertEquals("running, pid 4711, since 1970-01-01T00:00:00Z, 28 bundles, 2 of 3 plugins active", line);
    }
}
