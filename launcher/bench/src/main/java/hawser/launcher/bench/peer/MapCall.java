// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A look-up by name, a call, a completed stage, its value: the least that a dispatch can be. */
public final class MapCall implements Operation {
    /** Prime, so that it goes round any number of events but its own. */
    private static final int STEP = 7919;
    private final Map<String, Function<Integer, CompletionStage<Integer>>> handlers = new ConcurrentHashMap<>();
    private final List<String> names;
    private volatile long last;

    /** With so many handlers, called one after the other. */
    public MapCall(int count) {
        names = IntStream.range(0, count).mapToObj(number -> "bench:dispatch:number" + number).toList();
        names.forEach(name -> handlers.put(name, CompletableFuture::completedFuture));
    }

    /** {@return with one} */
    public static Operation oneEvent() {
        return new MapCall(1);
    }

    @Override
    public void run(int times) {
        long sum = 0;
        int next = 0;
        for (int i = 0; i < times; i++) {
            sum += handlers.get(names.get(next)).apply(i).toCompletableFuture().join();
            next = (next + STEP) % names.size();
        }
        last = sum;
    }
}
