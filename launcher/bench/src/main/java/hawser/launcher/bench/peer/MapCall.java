// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A look-up by name, a call, a completed stage, its value: the least that a dispatch can be. */
public final class MapCall implements Operation {
    private static final int HANDLERS = 64;
    private static final String NAME = "bench:dispatch:7";

    private final Map<String, Function<Integer, CompletionStage<Integer>>> handlers = new ConcurrentHashMap<>();
    private long sum;

    /** With handlers enough that the look-up is one. */
    public MapCall() {
        for (int i = 0; i < HANDLERS; i++) {
            handlers.put("bench:dispatch:" + i, CompletableFuture::completedFuture);
        }
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            sum += handlers.get(NAME).apply(i).toCompletableFuture().join();
        }
    }
}
