// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Faults on purpose, to see what becomes of them. They are for plugins in processes of their own: others would take the
 * host along. Each method throws {@link PluginException} while the configuration {@code hawser.chaos} does not enable
 * them, and if there is no such plugin in a process of its own. Thread-safe.
 */
@ProviderType
public interface Chaos {
    /**
     * Kills the plugin's process.
     *
     * @param plugin its name
     */
    void kill(String plugin);

    /**
     * Halts the plugin's process, which goes on afterwards; returns at once.
     *
     * @param plugin its name
     * @param time for which it does not run
     */
    void stall(String plugin, Duration time);

    /**
     * Has the plugin wait before each message, until it is started again.
     *
     * @param plugin its name
     * @param wait before each message; zero = as usual
     */
    void slow(String plugin, Duration wait);

    /**
     * Overwrites the plugin's channel, where nobody can go on afterwards.
     *
     * @param plugin its name
     */
    void corrupt(String plugin);
}
