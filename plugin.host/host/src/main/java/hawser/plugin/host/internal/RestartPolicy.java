// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.TimeUnit;

/**
 * When a plugin that crashed is started again, and when no more.
 *
 * @param delayNs after the first crash
 * @param limit crashes within the window that end it
 * @param windowNs what counts as the same time
 */
record RestartPolicy(long delayNs, int limit, long windowNs) {
    static RestartPolicy of(IsolationConfig config) {
        return new RestartPolicy(TimeUnit.MILLISECONDS.toNanos(config.restart_delay()), config.crash_limit(),
                TimeUnit.MILLISECONDS.toNanos(config.crash_window()));
    }
}
