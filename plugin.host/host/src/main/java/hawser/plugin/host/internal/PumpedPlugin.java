// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.channel.SharedMemoryChannel;

/** A plugin with a thread of its own in the core, which the channel wakes. */
final class PumpedPlugin extends InProcessPlugin {
    PumpedPlugin(LibraryFile library) {
        super(library);
    }

    @Override
    public void start(SharedMemoryChannel channel, int keyHandle, PluginPlan plan) {
        PluginTimes times = plan.times();
        int result = NativeCore.hawser_plugin_start(address, channel.descriptor(), channel.length(), keyHandle,
                times.updateNs(), times.sendTimeoutNs(), times.initializeNs());
        if (result != 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
    }

    @Override
    public boolean stop(PluginTimes times) {
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
