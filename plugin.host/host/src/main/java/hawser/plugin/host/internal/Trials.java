// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tries libraries in a process that ends at once before they are loaded into Hawser's own: a constructor that crashes,
 * exits or never returns does so there. Thread-safe.
 */
final class Trials {
    private static final int REMEMBERED = 1024;

    private final ProcessExecution processes;
    private final Supplier<PluginTimes> times;
    private final boolean canTry = ProcessExecution.canTry();
    /** Digests of what has passed: it is not tried again. */
    private final Set<String> passed = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    Trials(ProcessExecution processes, Supplier<PluginTimes> times) {
        this.processes = processes;
        this.times = times;
    }

    /** Throws if it cannot be loaded; the message says why. */
    void require(LibraryFile library) {
        String digest = library.digest();
        if (!canTry || isPassed(digest)) {
            return;
        }
        processes.tryOut(library, times.get().initializeNs());
        synchronized (passed) {
            passed.add(digest);
        }
    }

    private boolean isPassed(String digest) {
        synchronized (passed) {
            return passed.contains(digest);
        }
    }
}
