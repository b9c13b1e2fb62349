// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.transport.Cancellation;
import hawser.transport.Absence;
import hawser.transport.Codec;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import hawser.transport.SendOptions;
import hawser.transport.Transport;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code event:} what can be sent, and sending it. */
@Component(service = {EventCommands.class, NameSource.class})
@GogoCommand(scope = "event", function = {"list", "send", "stats"})
public final class EventCommands implements NameSource {
    private final Transport transport;
    private final EventCatalog catalog;
    private final PayloadText payloads;

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Absence> absences;

    @Activate
    public EventCommands(@Reference Transport transport, @Reference EventCatalog catalog,
            @Reference(target = "(" + Codec.MEDIA_TYPE + "=application/json)") Codec codec) {
        this.transport = transport;
        this.catalog = catalog;
        this.payloads = new PayloadText(codec);
    }

    /**
     * Lists events.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every event that is handled, with its types and who handles it")
    @Example({"event:list", "event:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("events", catalog.entries().stream().map(EventCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(EventCatalog.Entry entry) {
        return Listing.row("name", entry.event().name(), "kind", kind(entry), "request",
                entry.event().requestType().getTypeName(), "response", entry.event().responseType().getTypeName(),
                "handlers", entry.handlers());
    }

    /**
     * Lists what became of events' requests.
     *
     * @param json for programs
     * @param names of events; none means those that anything was sent to
     * @return a row for each
     */
    @Descriptor("lists how many requests of each event were made, answered, failed and are in flight, and how long one "
            + "in 64 took, in microseconds")
    @Example({"event:stats", "event:stats echo:message:send --json"})
    public Object stats(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("[NAME...]: the events' names, such as echo:message:send")
            @Candidates(Candidates.EVENT) String... names) {
        List<EventStatistics> statistics = catalog.statistics();
        for (String name : names) {
            if (statistics.stream().noneMatch(event -> event.event().equals(name))) {
                throw Unknown.name("event", name, statistics.stream().map(EventStatistics::event)
                        .filter(EventCommands::isName).toList(), "event:stats");
            }
        }
        Set<String> chosen = new HashSet<>(List.of(names));
        return new Listing("requests", statistics.stream()
                .filter(event -> chosen.isEmpty() ? event.begun() > 0 : chosen.contains(event.event()))
                .map(EventCommands::row).toList()).as(json);
    }

    /** Whether it is an event, and not the rest of them together. */
    private static boolean isName(String event) {
        return !event.startsWith("(");
    }

    private static Map<String, Object> row(EventStatistics event) {
        Map<String, Long> failures = new TreeMap<>();
        event.failures().forEach((code, count) -> failures.put(code.name(), count));
        return Listing.row("name", event.event(), "begun", event.begun(), "answered", event.answered(),
                "failures", failures, "inFlight", event.inFlight(),
                "p50Us", event.latencyNs(50) / 1000.0, "p99Us", event.latencyNs(99) / 1000.0);
    }

    private static String kind(EventCatalog.Entry entry) {
        if (entry.isStream()) {
            return "stream";
        }
        return entry.event().isNotification() ? "notification" : "request";
    }

    /**
     * Sends one event.
     *
     * @param session of whoever sends: a terminal gets no control characters, all else the bytes as they are
     * @param name of the event
     * @param words its payload: the bytes of the text for a raw event, JSON for a typed one
     * @return the answer, or nothing: there is none, or it has been written
     * @throws InterruptedException if it was interrupted: then the request is cancelled
     */
    @Descriptor("sends an event and prints the answer; JSON must stand in single quotes, as in "
            + "event:send NAME '{\"a\": 1}', or the shell takes its double quotes away")
    @Example({"event:send echo:message:send hello",
            "event:send greet:person:hello '{\"name\": \"Ada\"}'  # JSON for a typed event"})
    public String send(CommandSession session,
            @Descriptor("NAME: the event's name, such as echo:message:send")
            @Candidates(Candidates.EVENT) String name,
            @Descriptor("[TEXT...]: the payload, text for a raw event, JSON for a typed one") String... words)
            throws InterruptedException {
        Event<Object, Object> event = find(name);
        Object answer = await(event, payloads.parse(event.requestType(), words));
        if (event.isNotification() || event.responseType() == Void.class) {
            return null;
        }
        byte[] bytes = payloads.bytes(answer, event.responseType());
        if (PayloadText.isTerminal(session)) {
            return PlainText.of(new String(bytes, UTF_8));
        }
        PayloadText.write(bytes);
        return null;
    }

    /** The payload is read as the event's own type, so the cast is sound. */
    @SuppressWarnings("unchecked")
    private Event<Object, Object> find(String name) {
        EventCatalog.Entry found = catalog.find(name).orElseThrow(() -> Unknown.event(name,
                catalog.entries().stream().map(entry -> entry.event().name()).toList(), absences));
        if (found.isStream()) {
            throw new CommandFailure(
                    "an event with one answer is required: " + name + " is a stream; use event:stream " + name);
        }
        return (Event<Object, Object>) found.event();
    }

    private Object await(Event<Object, Object> event, Object payload) throws InterruptedException {
        Cancellation cancellation = new Cancellation();
        CompletionStage<Object> answer =
                transport.send(event, payload, SendOptions.defaults().withCancellation(cancellation));
        try {
            return answer.toCompletableFuture().get();
        } catch (InterruptedException e) {
            cancellation.cancel();
            throw e;
        } catch (ExecutionException e) {
            throw PayloadText.failure(e.getCause());
        }
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(Candidates.EVENT)
                ? catalog.entries().stream().map(entry -> entry.event().name()).toList()
                : List.of();
    }
}
