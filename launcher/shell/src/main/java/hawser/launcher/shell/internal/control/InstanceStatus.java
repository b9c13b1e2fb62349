// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** What {@code bin/hawser status} prints; the process id is the first number in it. */
final class InstanceStatus {
    private InstanceStatus() {
    }

    /** {@return the word for where an instance is in its life} */
    static String state(boolean started, boolean stopping) {
        if (stopping) {
            return "stopping";
        }
        return started ? "running" : "starting";
    }

    /** {@return the line} */
    static String line(long pid, String state, Instant since, ZoneId zone, int bundles, int plugins, int active) {
        String time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(since.truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        return state + ", pid " + pid + ", since " + time + ", " + bundles + " bundles, "
                + active + " of " + plugins + " plugins active";
    }
}
