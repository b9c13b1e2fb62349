// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Event;
import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which streams of a plugin have a ring of their own, and the channels that hold these: those whose consumers ask for
 * one, and those of events of which an item was seen that is too large for many to share a ring. Thread-safe.
 */
final class OwnRings {
    private static final Logger LOG = LoggerFactory.getLogger(OwnRings.class);
    private static final int LARGE_ITEM = 100 * 1024;
    private static final int MOST = 32;

    private final LoadedPlugin driven;
    private final Function<ChannelSizes, SharedMemoryChannel> channels;
    private final ChannelSizes sizes;
    private final Set<String> large = ConcurrentHashMap.newKeySet();
    private final Set<SharedMemoryChannel> open = ConcurrentHashMap.newKeySet();

    /** The sizes are those of the plugin's channel; nothing goes to it by a stream's own. */
    OwnRings(LoadedPlugin driven, Function<ChannelSizes, SharedMemoryChannel> channels, ChannelSizes sizes) {
        this.driven = driven;
        this.channels = channels;
        this.sizes = new ChannelSizes(ChannelSizes.MIN, sizes.toRenderer());
    }

    /** An item has that length: the next stream of its event may be better off by itself. */
    void note(Event<?, ?> event, int length) {
        if (length > LARGE_ITEM && large.add(event.name())) {
            LOG.info("An item of {} has {} bytes: from now on each stream of it has a ring of its own", event, length);
        }
    }

    /**
     * The channel of that stream alone, or null if it is to share the plugin's.
     *
     * @param receiver gets what the plugin sends of it, on the channel's own thread
     */
    SharedMemoryChannel open(Event<?, ?> event, long correlation, RecordHandler receiver) {
        if (!event.stream().hasOwnRing() && !large.contains(event.name())) {
            return null;
        }
        SharedMemoryChannel channel = null;
        try {
            channel = open.size() < MOST ? channels.apply(sizes) : null;
        } catch (ChannelException e) {
            LOG.warn("A stream of {} shares its plugin's channel: {}", event, e.getMessage());
        }
        return channel == null || give(correlation, channel, receiver) ? channel : null;
    }

    private boolean give(long correlation, SharedMemoryChannel channel, RecordHandler receiver) {
        boolean given = false;
        open.add(channel);
        try {
            channel.startReceiving(receiver);
            given = driven.giveRing(correlation, channel);
        } finally {
            if (!given) {
                close(channel); // also if there can be no more threads
            }
        }
        return given;
    }

    /** The stream will not be asked for after all. */
    void takeBack(long correlation, SharedMemoryChannel channel) {
        driven.takeRingBack(correlation);
        close(channel);
    }

    /** The stream has ended; on another thread, for whoever says so may be the one that just reads it. */
    void letGo(SharedMemoryChannel channel) {
        Thread closing = new Thread(() -> close(channel), "hawser-ring-closer");
        closing.setDaemon(true);
        try {
            closing.start();
        } catch (OutOfMemoryError e) {
            LOG.error("There can be no more threads: the ring of a stream that has ended stays as long as its plugin");
        }
    }

    /** However that goes, another stream can have a ring. */
    private void close(SharedMemoryChannel channel) {
        try {
            channel.close();
        } catch (RuntimeException e) {
            LOG.error("The ring of a stream that has ended could not be closed, its memory may be left", e);
        } finally {
            open.remove(channel);
        }
    }

    /** {@return all that are open now, and that one} */
    Set<SharedMemoryChannel> with(SharedMemoryChannel shared) {
        Set<SharedMemoryChannel> all = new HashSet<>(open);
        all.add(shared);
        return all;
    }

    /** The plugin sends nothing any more. */
    void closeAll() {
        open.forEach(this::close);
    }
}
