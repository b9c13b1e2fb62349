// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** The companions that are being loaded into this process: of each name one at a time. Thread-safe. */
final class CompanionLoads {
    /*
     * The loader hands out what it has of a name, so nobody else may load one between the look whether it has one and
     * the load itself. Plugins wait only for those with a companion of the same name, which they could not go beside
     * in any case: a constructor that hangs holds up nobody else here.
     */
    private final Set<String> names = new HashSet<>();

    /** Waits until none of them is being loaded. */
    synchronized void begin(Set<String> companions) {
        while (!Collections.disjoint(names, companions)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PluginException("a plugin must wait while a library of the name of one beside it is loaded, "
                        + "and was interrupted", e);
            }
        }
        names.addAll(companions);
    }

    /** Each is loaded, or will not be. */
    synchronized void end(Set<String> companions) {
        names.removeAll(companions);
        notifyAll();
    }
}
