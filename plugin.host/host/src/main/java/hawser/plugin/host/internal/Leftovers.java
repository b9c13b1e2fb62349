// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left of a plugin's generations that ended, though nothing should be. Any thread reads, one at a time changes.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final LoadedLibraries libraries;
    /** Libraries whose code has not come back from a call, though nobody wants it any more. */
    private final List<LoadedPlugin> hung = new CopyOnWriteArrayList<>();
    /** Why libraries that were let go stay mapped. */
    private final List<String> stuck = new CopyOnWriteArrayList<>();

    Leftovers(LoadedLibraries libraries) {
        this.libraries = libraries;
    }

    /** It has not come back from a call, and is waited for no more. */
    void add(LoadedPlugin library) {
        hung.add(library);
    }

    /** Lets go of a library: whether it does not run any more. */
    boolean unload(LoadedPlugin library) {
        LoadedPlugin.Unloaded unloaded = libraries.unload(library);
        if (unloaded == LoadedPlugin.Unloaded.STILL_MAPPED) {
            String why = library.tie().orElse("something else in this process has it loaded, too");
            LOG.warn("The library of plugin {} cannot be unloaded, its code stays mapped: {}", library.name(), why);
            stuck.add(why);
        }
        if (unloaded == LoadedPlugin.Unloaded.HUNG && !hung.contains(library)) {
            hung.add(library);
        }
        return unloaded != LoadedPlugin.Unloaded.HUNG;
    }

    /** Whether there was a library that did not come back, when that was last looked at. */
    boolean hasHung() {
        return !hung.isEmpty();
    }

    /** Whether a library that was let go still runs; asks again whether it has come back. */
    boolean hangs() {
        hung.removeIf(this::unload);
        return !hung.isEmpty();
    }

    /** {@return who holds what, in words} */
    List<String> told() {
        List<String> told = new ArrayList<>();
        if (!hung.isEmpty()) {
            told.add(hung.size() + " of its libraries: it has not come back from a call into it");
        }
        stuck.stream().distinct().forEach(why -> told.add("the code of " + stuck.stream().filter(why::equals).count()
                + " of its libraries, which the loader does not let go: " + why));
        return List.copyOf(told);
    }
}
