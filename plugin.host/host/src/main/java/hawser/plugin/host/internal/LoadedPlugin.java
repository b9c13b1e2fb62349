// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A plugin whose library is loaded, however it is driven: started once, stopped, unloaded. One control thread at a
 * time, but for {@link #ask}, {@link #committed} and {@link #isIdle}, which any thread may call at any time.
 */
interface LoadedPlugin {
    /** What became of a library that was let go. */
    enum Unloaded {
        /** Nothing of it is left. */
        GONE,
        /** Its code cannot be unloaded and stays mapped. */
        STILL_MAPPED,
        /** It has not come back from a call; it stays loaded. */
        HUNG,
        /** Threads of its own have not ended; it stays loaded. */
        RUNNING;

        /** Whether it may be let go later. */
        boolean isLoaded() {
            return this == HUNG || this == RUNNING;
        }
    }

    String name();

    /** Empty if it states none. */
    String version();

    int apiVersion();

    /** What of it goes by extensions. */
    Set<Extension> extensions();

    /**
     * Runs initialize; from then on it handles what is committed to the channel.
     *
     * @param keyHandle written into each record that it sends
     * @throws hawser.plugin.host.PluginException if it refuses, or has not returned in time; {@link #unload()} tells
     */
    void start(SharedMemoryChannel channel, int keyHandle, PluginPlan plan);

    /**
     * Has it handle a request on this thread, past the channel, if it can: not one that has a thread of its own.
     *
     * @param answers gets the answer before this returns
     * @return whether it did; else the request must go through the channel
     */
    default boolean ask(Exchange exchange, byte[] payload, Answers answers) {
        return false;
    }

    /** From now on {@link #ask} does nothing; one under way may go on. */
    default void holdAsks() {
    }

    /** Ends what {@link #holdAsks()} began. */
    default void admitAsks() {
    }

    /** Whether nobody is inside {@link #ask}, once asks are held. */
    default boolean isQuiet() {
        return true;
    }

    /**
     * Who is told, on a thread that must not be held up, when the plugin dies by itself; once. Does nothing for one
     * that would take this process along.
     */
    default void onCrash(Consumer<Crash> listener) {
    }

    /** Who is told, on a thread that must not be held up, when the plugin hangs in a call; once. */
    default void onHang(Runnable listener) {
    }

    /** Looks whether it has been inside one call for that long. One in a process of its own is looked after there. */
    default void lookForHang(long nowNs, long hangNs) {
    }

    /** Has it read what is in its channel, if callers do that for it: whether there may be more room already. */
    default boolean makeRoom() {
        return false;
    }

    /**
     * A record was committed to its channel by the calling thread. One that has a thread of its own has seen it, or
     * was woken.
     *
     * @throws hawser.transport.TransportException if it can never be handled
     */
    default void committed(int type, long correlation) {
    }

    /**
     * What it sends of the stream that is about to be asked for by that correlation goes to that channel, which carries
     * nothing else; not if it has no thread of its own.
     *
     * @return whether that is so; else the stream shares the plugin's channel
     */
    default boolean giveRing(long correlation, SharedMemoryChannel channel) {
        return false;
    }

    /** The stream that was given a ring will not be asked for. */
    default void takeRingBack(long correlation) {
    }

    /** The buffers that it requested, has now, and has not sent: how many, and for how long the first of them. */
    record Lent(int count, long forNs) {
        static final Lent NOTHING = new Lent(0, 0);
    }

    /** What it has been lent now; nothing if it does not serve. */
    default Lent lent() {
        return Lent.NOTHING;
    }

    /** Whether a record that is committed now is handled at once, so that it needs no deadline of its own. */
    default boolean isIdle() {
        return false;
    }

    /**
     * It has overwritten its channel, so that nothing it says can be read any more: ends it, if that can be done
     * without its help. Its end is told as any other.
     *
     * @return false if it goes on, for it shares this process
     */
    default boolean condemn(String why) {
        return false;
    }

    /** Handles what is committed and runs shutdown; false if the plugin has not come back in time. */
    boolean stop(PluginTimes times);

    /** What of its library may keep it from being unloaded: what that is, in words. */
    default Optional<String> tie() {
        return Optional.empty();
    }

    /** Lets go of the library; it must not be used again unless it stays loaded, and then this may be repeated. */
    Unloaded unload();
}
