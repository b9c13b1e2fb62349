// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code channel:} shared memory and what goes through it. */
@Component(service = ChannelCommands.class)
@GogoCommand(scope = "channel", function = "list")
public final class ChannelCommands {
    private final Channels channels;

    @Activate
    public ChannelCommands(@Reference Channels channels) {
        this.channels = channels;
    }

    /**
     * Lists channels.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every open channel with its sizes in bytes and its message counts")
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("channels", channels.list().stream().map(ChannelCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(ChannelInfo channel) {
        ChannelInfo.Counts out = channel.toNative();
        ChannelInfo.Counts in = channel.toRenderer();
        return Listing.row("name", channel.name(), "layout", channel.layout(),
                "toNativeSize", channel.sizes().toNative(), "toRendererSize", channel.sizes().toRenderer(),
                "toNativeMessages", out.messages(), "toRendererMessages", in.messages(),
                "toNativeBytes", out.bytes(), "toRendererBytes", in.bytes(),
                "backPressured", out.backPressured() + in.backPressured(), "rejected", out.rejected() + in.rejected());
    }
}
