// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.transport.BatchInfo;
import hawser.transport.Batching;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code batch:} what is gathered, and sending it now. */
@Component(service = BatchCommands.class)
@GogoCommand(scope = "batch", function = {"list", "flush"})
public final class BatchCommands {
    private final Batching batching;

    @Activate
    public BatchCommands(@Reference Batching batching) {
        this.batching = batching;
    }

    /**
     * Lists batched events.
     *
     * @param json for programs
     * @return a row for each event and sender
     */
    @Descriptor("lists every event that is batched, by sender: how, what waits, and what it saved")
    @Example({"batch:list", "batch:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("batches", batching.list().stream().map(BatchCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(BatchInfo batch) {
        Object window = batch.options().isNatural() ? "natural" : batch.options().window().toMillis() + " ms";
        return Listing.row("name", batch.event(), "sender", batch.owner(), "merge",
                batch.options().merge().name().toLowerCase(Locale.ROOT), "window", window, "maxSize",
                batch.options().maxSize(), "waiting", batch.waiting(), "underWay", batch.underWay(), "envelopes",
                batch.envelopes(), "requests", batch.requests(), "merged", batch.merged());
    }

    /**
     * Sends what waits, and waits for it to end.
     *
     * @param names of events; none for all
     * @return what was sent
     * @throws InterruptedException if it was interrupted; what was sent goes on
     */
    @Descriptor("sends what waits for its envelope now, and waits until it has ended")
    @Example({"batch:flush", "batch:flush kv:store:set"})
    public String flush(@Descriptor("[NAME...]: events; all if none is named")
            @Candidates(Candidates.EVENT) String... names) throws InterruptedException {
        List<String> chosen = List.of(names);
        List<String> known = batching.list().stream().map(BatchInfo::event).distinct().toList();
        for (String name : chosen) {
            if (!known.contains(name)) {
                throw Unknown.name("batched event", name, known, "batch:list");
            }
        }
        int waiting = batching.list().stream().filter(info -> isChosen(info, chosen))
                .mapToInt(BatchInfo::waiting).sum();
        try {
            batching.flush(info -> isChosen(info, chosen)).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw PayloadText.failure(e.getCause());
        }
        return waiting + (waiting == 1 ? " request was sent." : " requests were sent.");
    }

    private static boolean isChosen(BatchInfo info, List<String> chosen) {
        return chosen.isEmpty() || chosen.contains(info.event());
    }
}
