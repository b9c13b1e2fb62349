// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One active native plugin, registered as a service by the host for as long as it is {@link PluginState#ACTIVE}, with
 * the properties of {@link NativePluginConstants}. Thread-safe.
 */
@ProviderType
public interface NativePlugin {
    /** {@return what is known of it now} */
    PluginInfo info();
}
