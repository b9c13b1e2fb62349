// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/** {@code execution=thread}: a thread of the core is the only one that calls the plugin. */
final class ThreadExecution implements Execution {
    static final String NAME = "thread";
    private final LibraryImages images;

    ThreadExecution(LibraryImages images) {
        this.images = images;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LoadedPlugin load(LibraryFile library) {
        return new PumpedPlugin(library, images);
    }
}
