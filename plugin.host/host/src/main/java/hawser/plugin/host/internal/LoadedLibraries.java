// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every library that is loaded and may still run: as long as there is one, the core that it returns to must stay
 * loaded.
 * Thread-safe.
 */
final class LoadedLibraries {
    private final Set<PluginLibrary> loaded = ConcurrentHashMap.newKeySet();

    /** Loads a copy of the bytes and checks what they offer. */
    PluginLibrary load(String fileName, byte[] bytes) {
        PluginLibrary library = PluginLibrary.load(fileName, bytes);
        loaded.add(library);
        return library;
    }

    /** Lets go of a library; one that hangs stays here. */
    PluginLibrary.Unloaded unload(PluginLibrary library) {
        PluginLibrary.Unloaded unloaded = library.unload();
        if (unloaded != PluginLibrary.Unloaded.HUNG) {
            loaded.remove(library);
        }
        return unloaded;
    }

    boolean isEmpty() {
        return loaded.isEmpty();
    }
}
