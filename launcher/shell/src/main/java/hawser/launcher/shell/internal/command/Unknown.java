// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.control.NearNames;
import java.util.Collection;
import java.util.List;

/** The answer to a name that nothing has: it names the nearest ones. */
final class Unknown {
    private Unknown() {
    }

    static IllegalArgumentException name(String what, String name, Collection<String> known, String lister) {
        List<String> near = NearNames.of(name, known);
        return new IllegalArgumentException("no such " + what + ": " + PlainText.of(name)
                + (near.isEmpty() ? "; " + lister + " shows those there are"
                        : "; did you mean " + String.join(" or ", near) + "?"));
    }
}
