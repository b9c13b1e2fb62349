// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.channel.SharedMemoryChannel;

/** A plugin with a thread of its own in the core, which the channel wakes. */
final class PumpedPlugin extends InProcessPlugin {
    private static final int NO_CHANNEL = -1;

    /* Under this object's lock, so that nobody gives a ring to what has stopped. */
    private boolean serving;

    PumpedPlugin(LibraryFile library, LibraryImages images) {
        super(library, images);
    }

    @Override
    public void start(SharedMemoryChannel channel, int keyHandle, PluginPlan plan) {
        PluginTimes times = plan.times();
        int result = NativeCore.hawser_plugin_start(address, channel.descriptor(), channel.length(), keyHandle,
                times.updateNs(), times.sendTimeoutNs(), times.initializeNs());
        if (result != 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
        setServing(true);
    }

    private synchronized void setServing(boolean now) {
        serving = now;
    }

    @Override
    public synchronized boolean giveRing(long correlation, SharedMemoryChannel channel) {
        return serving && NativeCore.hawser_plugin_give_ring(address, correlation, channel.descriptor(),
                channel.length()) == 0;
    }

    @Override
    public synchronized void takeRingBack(long correlation) {
        if (serving) {
            NativeCore.hawser_plugin_give_ring(address, correlation, NO_CHANNEL, 0);
        }
    }

    @Override
    public boolean stop(PluginTimes times) {
        setServing(false);
        return hasStopped(times.shutdownNs());
    }

    @Override
    boolean hasStopped() {
        return hasStopped(0);
    }

    private boolean hasStopped(long timeoutNs) {
        return NativeCore.hawser_plugin_stop(address, timeoutNs) != NativeCore.HUNG;
    }
}
