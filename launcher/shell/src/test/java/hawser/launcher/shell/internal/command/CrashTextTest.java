// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.plugin.host.PluginCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashTextTest {
    private static final Instant TIME = Instant.parse("2020-01-02T03:04:05.678Z");
    private static final PluginCrash ONCE = new PluginCrash("dies", 1, TIME, 2, "its process died of SIGSEGV",
            Optional.of(Path.of("/crash/dies.txt")));
    private static final PluginCrash OFTEN = new PluginCrash("dies", 3, TIME, 4, "its process died", Optional.empty());

    @Test
    void shouldTellHowItCrashedAndWhen() {
        assertEquals("\ncrashed once 5 s ago (2020-01-02T03:04:05Z, generation 2): its process died of SIGSEGV"
                + "\nreport: /crash/dies.txt", CrashText.lines(ONCE, "", TIME.plusSeconds(5)));
        assertEquals("\ncrashed 3 times, the last one 7 min ago (2020-01-02T03:04:05Z, generation 4): its process died",
                CrashText.lines(OFTEN, "", TIME.plus(Duration.ofMinutes(7))));
    }

    @Test
    void shouldNotTellTwiceWhatTheReasonTells() {
        assertEquals("\ncrashed 3 times, the last one 3 days ago (2020-01-02T03:04:05Z, generation 4)",
                CrashText.lines(OFTEN, "the last time so: its process died; start it", TIME.plus(Duration.ofDays(3))));
    }

    @Test
    void shouldTellOfAClockThatWasSetBack() {
        assertEquals("\ncrashed 3 times, the last one 0 s ago (2020-01-02T03:04:05Z, generation 4): its process died",
                CrashText.lines(OFTEN, "", TIME.minusSeconds(60)));
    }

    @Test
    void shouldTellProgramsTheSame() {
        Map<String, Object> row = new LinkedHashMap<>();
        CrashText.addTo(row, Optional.of(ONCE));

        assertEquals("{crashes=1, lastCrash=2020-01-02T03:04:05.678Z, crashReason=its process died of SIGSEGV, "
                + "crashReport=/crash/dies.txt}", row.toString());
        CrashText.addTo(row, Optional.empty());
        assertEquals("{crashes=0, lastCrash=, crashReason=, crashReport=}", row.toString());
    }
}
