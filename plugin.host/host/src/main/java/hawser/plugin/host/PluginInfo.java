// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What is known of one plugin at one moment. Immutable. */
@ProviderType
public interface PluginInfo {
    /**
     * {@return the name of the logger of what a plugin says and writes}
     *
     * @param plugin its name; its points would part the logger's
     */
    static String logger(String plugin) {
        return "hawser.plugin." + plugin.replace('.', '_');
    }

    /** {@return its name: what its library says, or, as long as that is unknown, its bundle's} */
    String name();

    /** {@return the version that its library states; empty as long as that is unknown} */
    String version();

    /** {@return the version of the plugin interface it was built for; 0 as long as that is unknown} */
    int apiVersion();

    /** {@return how it is driven: {@code thread}, {@code process} or {@code inline}} */
    String execution();

    /** {@return how often it has been loaded, from 1} */
    int generation();

    /** {@return where it is in its life} */
    PluginState state();

    /** {@return why it failed, or is active and useless: what was required, what was found, what to do} */
    Optional<String> reason();

    /** {@return the fingerprint of its key, 12 hexadecimal digits, while it is active and the key is valid} */
    Optional<String> keyFingerprint();

    /** {@return the names of the events it handles} */
    List<String> events();

    /** {@return what is left of generations that ended, though nothing should be: in words, who holds what} */
    List<String> remains();

    /** {@return the id of the bundle that carries it} */
    long bundleId();
}
