// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.concurrent.CompletableFuture;

/** Vert.x' event bus: requests to one consumer in the same process. */
public final class VertxDispatch implements Operation {
    private final VertxEcho echo = VertxEcho.open();
    private final int window;

    private VertxDispatch(int window) {
        this.window = window;
    }

    /** {@return with so many requests under way} */
    public static Operation of(int window) {
        return new VertxDispatch(window);
    }

    @Override
    public void run(int times) throws Exception {
        Window<CompletableFuture<?>> open = new Window<>(window, CompletableFuture::join);
        for (int i = 0; i < times; i++) {
            open.add(echo.ask(i));
        }
        open.drain();
    }

    @Override
    public void close() {
        echo.close();
    }
}
