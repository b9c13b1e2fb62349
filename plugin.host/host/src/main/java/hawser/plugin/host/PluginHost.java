// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** Loads native plugins, keeps watch over them and lets them go. Thread-safe. */
@ProviderType
public interface PluginHost {
    /**
     * Loads the library of that file as a plugin of its own and returns when it is {@link PluginState#ACTIVE}. The
     * file is copied first: it may be overwritten or removed afterwards.
     *
     * @param library a regular file
     * @return the plugin as it is now
     * @throws PluginException if it is {@link PluginState#FAILED}; the message says why, and nothing of it stays loaded
     */
    PluginInfo load(Path library);

    /**
     * Stops a plugin and lets go of its library. A plugin that came in a bundle is started again with that bundle.
     *
     * @param name the plugin's name
     * @throws PluginException if there is no such plugin
     */
    void unload(String name);

    /** {@return every plugin that the host knows, failed ones included, by name} */
    List<PluginInfo> list();

    /**
     * {@return the plugin of that name}
     *
     * @param name the plugin's name
     */
    Optional<PluginInfo> find(String name);

    /** {@return a stage that completes when no plugin is being loaded: each is active, failed or stopped} */
    CompletionStage<Void> settled();
}
