// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.measure.Budget;
import hawser.launcher.bench.measure.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run.
 *
 * @param forks of each subject
 * @param budget how long each measures
 * @param selections as {@code GROUP} or {@code GROUP/ROW}; none is all
 */
record Options(int forks, Budget budget, List<String> selections) {
    static final String USAGE =
            "usage: launcher/bench/run [--forks N] [--brief | --quick] [--no-build] [GROUP | GROUP/ROW ...]";
    private static final int FORKS = 5;

    static Options parse(List<String> arguments) {
        int forks = 0;
        Budget budget = Budget.full();
        List<String> selections = new ArrayList<>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (argument.equals("--forks") && rest.hasNext()) {
                forks = Integer.parseInt(rest.next());
            } else if (argument.equals("--quick")) {
                budget = Budget.quick();
            } else if (argument.equals("--brief")) {
                budget = Budget.brief();
            } else if (argument.startsWith("-")) {
                throw new IllegalArgumentException(USAGE);
            } else {
                selections.add(argument);
            }
        }
        int chosen = forks > 0 ? forks : budget.equals(Budget.full()) ? FORKS : 1;
        return new Options(chosen, budget, List.copyOf(selections));
    }

    /** The groups to run, each with the rows to run. */
    List<Group> groups() {
        List<Group> groups = Catalog.groups().stream().map(group -> group.with(chosen(group)))
                .filter(group -> !group.rows().isEmpty()).toList();
        if (groups.isEmpty()) {
            throw new IllegalArgumentException(USAGE + "\ngroups: "
                    + String.join(", ", Catalog.groups().stream().map(Group::name).toList()));
        }
        return groups;
    }

    private List<Row> chosen(Group group) {
        return group.rows().stream().filter(row -> selections.isEmpty() || selections.contains(group.name())
                || selections.contains(group.name() + '/' + row.label())).toList();
    }
}
