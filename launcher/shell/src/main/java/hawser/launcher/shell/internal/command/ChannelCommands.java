// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelLayout;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code channel:} shared memory and what goes through it. Immediate: what was attached stays so while nobody uses a
 * command.
 */
@Component(service = {ChannelCommands.class, NameSource.class}, immediate = true)
@GogoCommand(scope = "channel", function = {"list", "stats", "attach", "send", "receive", "close"})
public final class ChannelCommands implements NameSource {
    private final Channels channels;
    private final Map<String, AttachedChannel> attached = new ConcurrentHashMap<>();

    @Activate
    public ChannelCommands(@Reference Channels channels) {
        this.channels = channels;
    }

    @Deactivate
    void deactivate() {
        attached.values().forEach(AttachedChannel::close);
    }

    /**
     * Lists channels.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every open channel with its sizes in bytes and its message counts")
    @Example({"channel:list", "channel:list --json"})
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
                "backPressured", out.backPressured() + in.backPressured(), "rejected", out.rejected() + in.rejected(),
                "losses", out.losses() + in.losses());
    }

    /**
     * Shows counters.
     *
     * @param json for programs
     * @param name of one channel, or none for all
     * @return a row for each channel and direction
     */
    @Descriptor("shows every counter of a channel, or of all, in each direction")
    @Example({"channel:stats", "channel:stats echo"})
    public Object stats(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("[NAME]: a channel's name; without, all are shown")
            @Candidates(Candidates.CHANNEL) String... name) {
        List<ChannelInfo> all = channels.list();
        List<ChannelInfo> shown = all.stream()
                .filter(channel -> name.length == 0 || channel.name().equals(name[0]))
                .toList();
        if (name.length > 0 && shown.isEmpty()) {
            throw Unknown.name("channel", name[0], all.stream().map(ChannelInfo::name).toList(), "channel:list");
        }
        return new Listing("channels", shown.stream().flatMap(ChannelCommands::directions).toList()).as(json);
    }

    private static Stream<Map<String, Object>> directions(ChannelInfo channel) {
        return Stream.of(counters(channel.name(), "to-native", channel.toNative()),
                counters(channel.name(), "to-renderer", channel.toRenderer()));
    }

    private static Map<String, Object> counters(String name, String direction, ChannelInfo.Counts counts) {
        return Listing.row("name", name, "direction", direction, "messages", counts.messages(),
                "bytes", counts.bytes(), "consumed", counts.consumed(), "backPressured", counts.backPressured(),
                "rejected", counts.rejected(), "wakes", counts.wakes(), "sleeps", counts.sleeps(),
                "losses", counts.losses(), "occupied", counts.occupied());
    }

    /**
     * Joins a channel in a file.
     *
     * @param layout of the file
     * @param role that the shell plays
     * @param toNative size of that buffer
     * @param toRenderer size of that buffer
     * @param file where it lies
     * @return under which name it was joined
     */
    @Descriptor("joins a channel in a named file")
    @Example("channel:attach /tmp/box --role renderer")
    public String attach(@Descriptor("the file's layout: mailbox")
            @Parameter(names = "--layout", absentValue = "mailbox")
            @Candidates(of = "mailbox") String layout,
            @Descriptor("which end the shell is: renderer or native")
            @Parameter(names = "--role", absentValue = "renderer")
            @Candidates(of = {"renderer", "native"}) String role,
            @Descriptor("bytes of the buffer to the native end")
            @Parameter(names = "--to-native", absentValue = "1048576") long toNative,
            @Descriptor("bytes of the buffer to the renderer")
            @Parameter(names = "--to-renderer", absentValue = "1048576") long toRenderer,
            @Descriptor("FILE: it is made if there is none") @Candidates(Candidates.FILE) String file) {
        Path path = Path.of(file).toAbsolutePath().normalize();
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        if (channels.list().stream().anyMatch(channel -> channel.name().equals(name))) {
            throw new CommandFailure("a channel's name must be its own: " + PlainText.of(name)
                    + " is open; channel:close lets go of it");
        }
        attached.put(name, new AttachedChannel(channels.attach(path, constant("layout", ChannelLayout.class, layout),
                constant("role", ChannelRole.class, role), new ChannelSizes(toNative, toRenderer))));
        return "attached " + PlainText.of(name) + " as " + role;
    }

    private static <E extends Enum<E>> E constant(String what, Class<E> type, String text) {
        List<String> known = Stream.of(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
        if (!known.contains(text)) {
            throw new CommandFailure("a " + what + " must be one of " + String.join(", ", known) + ": "
                    + PlainText.of(text));
        }
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /**
     * Sends a message.
     *
     * @param name of a channel that was attached
     * @param words of the message
     * @return how long it was
     */
    @Descriptor("sends a text as one message on a channel that was attached")
    @Example("channel:send box hello")
    public String send(@Descriptor("NAME: the channel's name")
            @Candidates(Candidates.CHANNEL) String name, @Descriptor("[TEXT...]: the text") String... words) {
        int length = find(name).send(String.join(" ", words));
        return "sent " + Count.of(length, "byte");
    }

    /**
     * Receives a message.
     *
     * @param seconds to wait for it
     * @param name of a channel that was attached
     * @return its text
     * @throws InterruptedException if the wait was interrupted
     */
    @Descriptor("prints the next message of a channel that was attached, as text")
    @Example({"channel:receive box", "channel:receive --wait 60 box"})
    public String receive(@Descriptor("how many seconds to wait for it")
            @Parameter(names = "--wait", absentValue = "10") long seconds,
            @Descriptor("NAME: the channel's name")
            @Candidates(Candidates.CHANNEL) String name) throws InterruptedException {
        return PlainText.of(find(name).receive(Duration.ofSeconds(seconds)));
    }

    /**
     * Closes a channel.
     *
     * @param name of a channel that was attached
     * @return what was discarded
     */
    @Descriptor("closes a channel that was attached")
    @Example("channel:close box")
    public String close(@Descriptor("NAME: the channel's name") @Candidates(Candidates.CHANNEL) String name) {
        AttachedChannel closed = find(name);
        attached.remove(name);
        closed.close();
        return "closed " + PlainText.of(name) + ", discarded " + Count.of(closed.discarded(), "message");
    }

    private AttachedChannel find(String name) {
        AttachedChannel found = attached.get(name);
        if (found == null && channels.list().stream().anyMatch(channel -> channel.name().equals(name))) {
            throw new CommandFailure("a channel that channel:attach joined is required: " + PlainText.of(name)
                    + " belongs to another bundle");
        }
        if (found == null) {
            throw Unknown.name("channel", name, attached.keySet(), "channel:list");
        }
        return found;
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(Candidates.CHANNEL) ? channels.list().stream().map(ChannelInfo::name).toList() : List.of();
    }
}
