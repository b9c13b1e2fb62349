// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;

/** java-dataloader: so many loads, a dispatch, all values. */
public final class LoaderBatch implements Operation {
    private final int size;
    private final DataLoader<Integer, Integer> loader = DataLoaderFactory.newDataLoader(
            CompletableFuture::completedFuture, DataLoaderOptions.newOptions().setCachingEnabled(false).build());
    private volatile long last;

    /** With so many in a batch. */
    public LoaderBatch(int size) {
        this.size = size;
    }

    @Override
    public void run(int times) {
        long sum = 0;
        List<CompletableFuture<Integer>> open = new ArrayList<>(size);
        for (int done = 0; done < times; done += size) {
            int count = Math.min(size, times - done);
            for (int i = 0; i < count; i++) {
                open.add(loader.load(i));
            }
            loader.dispatch();
            for (CompletableFuture<Integer> value : open) {
                sum += value.join();
            }
            open.clear();
        }
        last = sum;
    }
}
