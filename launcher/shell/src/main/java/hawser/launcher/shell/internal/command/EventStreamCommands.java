// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.transport.Absence;
import hawser.transport.Codec;
import hawser.transport.Event;
import hawser.transport.EventCatalog;
import hawser.transport.Transport;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** {@code event:stream}, which shows items while they come. */
@Component(service = EventStreamCommands.class)
@GogoCommand(scope = "event", function = "stream")
public final class EventStreamCommands {
    private final Transport transport;
    private final EventCatalog catalog;
    private final PayloadText payloads;

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Absence> absences;

    @Activate
    public EventStreamCommands(@Reference Transport transport, @Reference EventCatalog catalog,
            @Reference(target = "(" + Codec.MEDIA_TYPE + "=application/json)") Codec codec) {
        this.transport = transport;
        this.catalog = catalog;
        this.payloads = new PayloadText(codec);
    }

    /**
     * Prints the items of a stream, as fast as they can be shown.
     *
     * @param session of whoever asks: a terminal gets a count before each item, all else the bytes as they are
     * @param limit how many items are enough; negative for all
     * @param name of the event
     * @param words its payload
     * @throws InterruptedException if it was interrupted: then the stream is cancelled
     */
    @Descriptor("prints the items of a stream as they come, numbered on a terminal; Ctrl-C cancels it")
    @Example({"event:stream search:text:find volcano", "event:stream --limit 3 search:text:find volcano iceland"})
    public void stream(CommandSession session,
            @Descriptor("N: end after so many items")
            @Parameter(names = "--limit", absentValue = "-1") long limit,
            @Descriptor("NAME: the event's name, such as search:text:find")
            @Candidates(Candidates.EVENT) String name,
            @Descriptor("[TEXT...]: the payload, text for a raw event, JSON for a typed one") String... words)
            throws InterruptedException {
        Event<Object, Object> event = find(name);
        ItemQueue items = new ItemQueue();
        transport.stream(event, payloads.parse(event.requestType(), words)).subscribe(items);
        boolean numbered = PayloadText.isTerminal(session);
        try (items) {
            for (long count = 1; limit < 0 || count <= limit; count++) {
                Object item = items.next();
                if (item == null) {
                    break;
                }
                byte[] bytes = payloads.bytes(item, event.responseType());
                PayloadText.write(numbered ? numbered(count, bytes) : bytes);
            }
        }
    }

    private static byte[] numbered(long count, byte[] bytes) {
        return (count + "  " + PlainText.of(new String(bytes, UTF_8))).getBytes(UTF_8);
    }

    /** The payload is read as the event's own type, so the cast is sound. */
    @SuppressWarnings("unchecked")
    private Event<Object, Object> find(String name) {
        EventCatalog.Entry found = catalog.find(name).orElseThrow(() -> Unknown.event(name,
                catalog.entries().stream().filter(EventCatalog.Entry::isStream)
                        .map(entry -> entry.event().name()).toList(), absences));
        if (!found.isStream()) {
            throw new CommandFailure("a stream is required: " + name + " has one answer; use event:send " + name);
        }
        return (Event<Object, Object>) found.event();
    }
}
