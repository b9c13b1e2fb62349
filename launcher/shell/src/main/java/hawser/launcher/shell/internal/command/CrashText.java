// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.plugin.host.PluginCrash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** A plugin's last crash in words. */
final class CrashText {
    private CrashText() {
    }

    /** {@return lines, each behind a line end; a reason that was told already is not told twice} */
    static String lines(PluginCrash crash, String told, Instant now) {
        String times = crash.count() == 1 ? "once" : crash.count() + " times, the last one";
        return "\ncrashed " + times + ' ' + ago(Duration.between(crash.time(), now)) + " ("
                + crash.time().truncatedTo(ChronoUnit.SECONDS) + ", generation " + crash.generation() + ')'
                + (told.contains(crash.reason()) ? "" : ": " + PlainText.of(crash.reason()))
                + crash.report().map(file -> "\nreport: " + PlainText.of(file.toString())).orElse("");
    }

    private static String ago(Duration since) {
        long seconds = Math.max(0, since.toSeconds());
        return (seconds < 120 ? seconds + " s" : seconds < 7200 ? since.toMinutes() + " min"
                : seconds < 172_800 ? since.toHours() + " h" : since.toDays() + " days") + " ago";
    }

    /** Adds what programs read; what is not there is empty. */
    static void addTo(Map<String, Object> row, Optional<PluginCrash> crash) {
        row.put("crashes", crash.map(PluginCrash::count).orElse(0));
        row.put("lastCrash", crash.map(last -> last.time().toString()).orElse(""));
        row.put("crashReason", crash.map(PluginCrash::reason).orElse(""));
        row.put("crashReport", crash.flatMap(PluginCrash::report).map(Path::toString).orElse(""));
    }
}
