// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/** A way to drive plugins: where their library is loaded, and who calls it. Thread-safe. */
interface Execution {
    /** As it stands in a plugin's header. */
    String name();

    /** Whether a plugin that crashes takes Hawser along. */
    default boolean isInProcess() {
        return true;
    }

    /**
     * Loads a copy of the library and checks what it offers; runs nothing but constructors and the entry.
     *
     * @throws hawser.plugin.host.PluginException if it is no plugin; then nothing of it is left
     */
    LoadedPlugin load(LibraryFile library);
}
