// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.time.Duration;

/**
 * Buffers that a plugin has requested and neither sent nor given back. Of a plugin in a process of its own this is what
 * that process says.
 *
 * @param plugin the plugin's name
 * @param count how many
 * @param age of the first of them
 */
public record OpenLease(String plugin, int count, Duration age) {
}
