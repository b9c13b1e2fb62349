// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.control.NearNames;
import hawser.transport.Absence;
import java.util.Collection;
import java.util.List;

/** The answer to a name that nothing has: it names the nearest ones. */
public final class Unknown {
    private Unknown() {
    }

    /**
     * {@return the failure; what begins as options do may have been meant for one}
     *
     * @param what kind of thing is missing
     * @param name that was asked for
     * @param known names that exist
     * @param lister the command that lists them
     */
    public static CommandFailure name(String what, String name, Collection<String> known, String lister) {
        if (name.startsWith("-")) {
            return new CommandFailure("no such " + what + " or option: " + PlainText.of(name) + "; " + lister
                    + " shows each " + what);
        }
        List<String> near = NearNames.of(name, known);
        String start = "no such " + what + ": " + PlainText.of(name);
        if (!near.isEmpty()) {
            return new CommandFailure(start + "; did you mean " + String.join(" or ", near) + "?");
        }
        return new CommandFailure(start + NearNames.nearest(name, known).map(nearest -> "; the nearest is " + nearest)
                .orElse("") + "; " + lister + " shows those there are");
    }

    /**
     * {@return the failure of an event that nobody handles now}
     *
     * @param event that was asked for
     * @param known names that exist
     * @param absences who may know of a handler that is down
     */
    static RuntimeException event(String event, Collection<String> known, Collection<Absence> absences) {
        return absences.stream().flatMap(absence -> absence.reason(event).stream()).findFirst()
                .map(PayloadText::failure).orElseGet(() -> name("event", event, known, "event:list"));
    }
}
