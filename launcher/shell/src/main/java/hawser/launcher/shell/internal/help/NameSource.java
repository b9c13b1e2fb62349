// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.util.Collection;

/** A service that knows names which arguments can have. Called on the terminal's thread: it must not block. */
public interface NameSource {
    /**
     * Finds the names that exist now.
     *
     * @param kind what is to be named, see {@link Candidates}
     * @return names of that kind; none if this source knows of no such kind
     */
    Collection<String> names(String kind);
}
