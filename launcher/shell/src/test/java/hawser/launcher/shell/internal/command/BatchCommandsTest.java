// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.BatchInfo;
import hawser.transport.BatchOptions;
import hawser.transport.Batching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class BatchCommandsTest {
    private static final BatchInfo GETS = new BatchInfo("kv:store:get", "shell",
            BatchOptions.on().withMerge(BatchOptions.Merge.DEDUPE).withWindow(Duration.ofMillis(20)).withMaxSize(7),
            3, 1, 10, 50, 12);
    private static final BatchInfo SETS = new BatchInfo("kv:store:set", "clerk",
            BatchOptions.on().withNaturalWindow(), 1, 0, 2, 2, 0);

    private final List<String> flushed = new ArrayList<>();
    private final BatchCommands commands = new BatchCommands(new Batching() {
        @Override
        public Queue open(String owner, Dispatcher dispatcher) {
            throw new UnsupportedOperationException(owner);
        }

        @Override
        public List<BatchInfo> list() {
            return List.of(GETS, SETS);
        }

        @Override
        public CompletionStage<Void> flush(Predicate<BatchInfo> chosen) {
            list().stream().filter(chosen).map(BatchInfo::event).forEach(flushed::add);
            return CompletableFuture.completedFuture(null);
        }
    });

    @Test
    void shouldListHowEachEventIsBatchedAndWhatWaits() {
        Listing listing = (Listing) commands.list(false);

        assertEquals("{name=kv:store:get, sender=shell, merge=dedupe, window=20 ms, maxSize=7, waiting=3, underWay=1, "
                + "envelopes=10, requests=50, merged=12}", listing.get(0).toString());
        assertEquals("natural", listing.get(1).get("window"));
    }

    @Test
    void shouldFlushWhatIsNamedOrAll() throws Exception {
        assertEquals("1 request was sent.", commands.flush("kv:store:set"));
        assertEquals(List.of("kv:store:set"), flushed);

        assertEquals("4 requests were sent.", commands.flush());
        assertEquals(List.of("kv:store:set", "kv:store:get", "kv:store:set"), flushed);
    }

    @Test
    void shouldFlushNothingWhenANameIsUnknown() {
        RuntimeException failure = assertThrows(RuntimeException.class,
                () -> commands.flush("kv:store:get", "kv:store:gets"));

        assertEquals("no such batched event: kv:store:gets; did you mean kv:store:get?", failure.getMessage());
        assertEquals(List.of(), flushed);
    }
}
