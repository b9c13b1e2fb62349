// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/** {@code execution=inline}: whoever has a message for the plugin runs it. */
final class InlineExecution implements Execution {
    static final String NAME = "inline";

    private final InlineThreads threads;
    private final LibraryImages images;

    InlineExecution(InlineThreads threads, LibraryImages images) {
        this.threads = threads;
        this.images = images;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LoadedPlugin load(LibraryFile library) {
        return new InlinePlugin(library, images, threads);
    }
}
