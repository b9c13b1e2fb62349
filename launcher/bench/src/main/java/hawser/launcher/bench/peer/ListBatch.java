// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A list of numbers and their futures, completed together: the least that a batch can be. */
public final class ListBatch implements Operation {
    private record Item(Integer number, CompletableFuture<Integer> answer) {
    }

    private final int size;
    private volatile long last;

    /** With so many in a batch. */
    public ListBatch(int size) {
        this.size = size;
    }

    @Override
    public void run(int times) {
        long sum = 0;
        List<Item> open = new ArrayList<>(size);
        for (int done = 0; done < times; done += size) {
            int count = Math.min(size, times - done);
            for (int i = 0; i < count; i++) {
                open.add(new Item(i, new CompletableFuture<>()));
            }
            open.forEach(item -> item.answer().complete(item.number()));
            for (Item item : open) {
                sum += item.answer().join();
            }
            open.clear();
        }
        last = sum;
    }
}
