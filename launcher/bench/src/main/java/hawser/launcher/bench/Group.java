// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Row;
import hawser.launcher.bench.report.Unit;
import java.util.List;

/**
 * Rows that the same subjects are measured by.
 *
 * @param name as it is selected
 * @param title what its values are
 * @param unit of its values
 * @param rows its lines
 * @param subjects first the one of ours that the others are compared with
 */
record Group(String name, String title, Unit unit, List<Row> rows, List<Subject> subjects) {
    /** The one of ours that the others are compared with. */
    String product() {
        return subjects.get(0).name();
    }

    Subject subject(String wanted) {
        return subjects.stream().filter(subject -> subject.name().equals(wanted)).findFirst().orElseThrow();
    }

    /** With those rows only. */
    Group with(List<Row> chosen) {
        return new Group(name, title, unit, chosen, subjects);
    }
}
