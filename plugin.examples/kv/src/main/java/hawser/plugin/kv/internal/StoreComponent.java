// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv.internal;

import hawser.plugin.kv.Get;
import hawser.plugin.kv.KvEvents;
import hawser.plugin.kv.Set;
import hawser.plugin.kv.Value;
import hawser.transport.BatchItem;
import hawser.transport.BatchResult;
import hawser.transport.Registration;
import hawser.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Answers from the log file, an envelope at a time. */
@Component(service = StoreComponent.class, immediate = true)
public final class StoreComponent {
    private static final long LONGEST_WRITE_S = 10;

    private final LogFile log;
    /** Writes, which may take as long as the disk does. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            action -> new Thread(action, "hawser-kv-writer"));
    private final List<Registration> registrations;

    @Activate
    public StoreComponent(BundleContext context, @Reference Transport transport) throws IOException {
        log = LogFile.open(context.getDataFile("store.log").toPath());
        registrations = List.of(transport.onBatch(KvEvents.GET, this::get), transport.onBatch(KvEvents.SET, this::set));
    }

    /** What was asked for is written first. */
    @Deactivate
    void deactivate() throws IOException, InterruptedException {
        registrations.forEach(Registration::close);
        writer.shutdown();
        if (writer.awaitTermination(LONGEST_WRITE_S, TimeUnit.SECONDS)) {
            log.close();
        }
    }

    private CompletionStage<List<BatchResult<Value>>> get(List<BatchItem<Get>> requests) {
        return CompletableFuture.completedStage(requests.stream()
                .map(request -> request.payload().key())
                .map(key -> BatchResult.of(new Value(key, log.get(key)))).toList());
    }

    private CompletionStage<List<BatchResult<Void>>> set(List<BatchItem<Set>> requests) {
        return CompletableFuture.supplyAsync(() -> write(requests), writer);
    }

    private List<BatchResult<Void>> write(List<BatchItem<Set>> requests) {
        try {
            log.append(requests.stream().map(BatchItem::payload).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("values must be written to the bundle's data area: " + e.getMessage(), e);
        }
        return requests.stream().map(request -> BatchResult.<Void>of(null)).toList();
    }
}
