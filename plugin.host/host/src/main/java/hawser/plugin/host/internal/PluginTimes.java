// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * How long what may take, in nanoseconds.
 *
 * @param updateNs between two updates; 0 = none
 * @param sendTimeoutNs that a message of the plugin waits for room
 * @param initializeNs that initialize may take
 * @param shutdownNs that a stop waits
 */
record PluginTimes(long updateNs, long sendTimeoutNs, long initializeNs, long shutdownNs) {
    /** For what is not waited for. */
    static final PluginTimes NONE = new PluginTimes(0, 0, 0, 0);

    /** The same, but for what is said. */
    PluginTimes with(OptionalLong newUpdateNs, OptionalLong newSendTimeoutNs) {
        return new PluginTimes(newUpdateNs.orElse(updateNs), newSendTimeoutNs.orElse(sendTimeoutNs), initializeNs,
                shutdownNs);
    }

    static PluginTimes of(HostConfig config) {
        return new PluginTimes(TimeUnit.MILLISECONDS.toNanos(config.update_interval()),
                TimeUnit.MILLISECONDS.toNanos(config.send_timeout()),
                TimeUnit.MILLISECONDS.toNanos(config.initialize_timeout()),
                TimeUnit.MILLISECONDS.toNanos(config.shutdown_timeout()));
    }
}
