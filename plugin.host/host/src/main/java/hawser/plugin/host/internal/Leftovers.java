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
    /** Libraries whose own threads have not ended, though they were shut down. */
    private final List<LoadedPlugin> running = new CopyOnWriteArrayList<>();
    /** Why libraries that were let go stay mapped. */
    private final List<String> stuck = new CopyOnWriteArrayList<>();

    Leftovers(LoadedLibraries libraries) {
        this.libraries = libraries;
    }

    /** It has not come back from a call, and is waited for no more. */
    void add(LoadedPlugin library) {
        hung.add(library);
    }

    /** Lets go of a library: whether it has come back from all calls. */
    boolean unload(LoadedPlugin library) {
        LoadedPlugin.Unloaded unloaded = letGo(library);
        if (unloaded == LoadedPlugin.Unloaded.HUNG && !hung.contains(library)) {
            hung.add(library);
        }
        return unloaded != LoadedPlugin.Unloaded.HUNG;
    }

    private LoadedPlugin.Unloaded letGo(LoadedPlugin library) {
        LoadedPlugin.Unloaded unloaded = libraries.unload(library);
        if (unloaded == LoadedPlugin.Unloaded.STILL_MAPPED) {
            String why = library.tie().orElse("something else in this process has it loaded, too");
            LOG.warn("The library of plugin {} cannot be unloaded, its code stays mapped: {}", library.name(), why);
            stuck.add(why);
        }
        if (unloaded == LoadedPlugin.Unloaded.RUNNING && !running.contains(library)) {
            LOG.warn("The library of plugin {} stays loaded: threads that it began have not ended", library.name());
            running.add(library);
        }
        return unloaded;
    }

    /** Whether there was a library that still ran, when that was last looked at. */
    boolean isLoaded() {
        return !hung.isEmpty() || !running.isEmpty();
    }

    /** Whether a library that was let go still runs; asks again whether it has come back and its threads have ended. */
    boolean staysLoaded() {
        running.removeIf(library -> letGo(library) != LoadedPlugin.Unloaded.RUNNING);
        return hangs() || !running.isEmpty();
    }

    /** Whether a library that was let go is still in a call; asks again whether it has come back. */
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
        if (!running.isEmpty()) {
            told.add(running.size() + " of its libraries: threads that it began have not ended, as they should have in "
                    + "its shutdown, and would return into its code; it is let go when they end");
        }
        stuck.stream().distinct().forEach(why -> told.add("the code of " + stuck.stream().filter(why::equals).count()
                + " of its libraries, which the loader does not let go: " + why));
        return List.copyOf(told);
    }
}
