// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Example;
import hawser.transport.StreamInfo;
import hawser.transport.Streams;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code stream:} what runs now. */
@Component(service = StreamCommands.class)
@GogoCommand(scope = "stream", function = "list")
public final class StreamCommands {
    private final Streams streams;

    @Activate
    public StreamCommands(@Reference Streams streams) {
        this.streams = streams;
    }

    /**
     * Lists streams.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every running stream: what its consumer asked for, what waits for it, what was dropped")
    @Example({"stream:list", "stream:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("streams", streams.list().stream().map(StreamCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(StreamInfo stream) {
        Object credit = stream.credit() == Long.MAX_VALUE ? "all" : stream.credit();
        return Listing.row("name", stream.event(), "id", stream.id(), "consumer", stream.consumer(), "producer",
                stream.producer(), "credit", credit, "buffered", stream.buffered(), "delivered", stream.delivered(),
                "dropped", stream.dropped(), "ageSeconds", stream.age().toSeconds());
    }
}
