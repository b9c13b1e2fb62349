// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Locale;
import java.util.Objects;

/**
 * Who a plugin is.
 *
 * @param name the plugin's name
 * @param verified whether it was bound with a key
 * @param bundleId the bundle that it came in
 * @param generation how often it has been activated, from 1
 */
public record PluginIdentity(String name, boolean verified, long bundleId, int generation) {
    /**
     * Checks the name and the generation.
     *
     * @throws IllegalArgumentException if the generation is less than 1
     */
    public PluginIdentity {
        Objects.requireNonNull(name, "name");
        if (generation < 1) {
            throw new IllegalArgumentException("a generation must be positive: generation=" + generation);
        }
    }

    /** {@return its name as it stands in events: in lower case, {@code -} for all but letters and digits, or empty} */
    public String segment() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-").replaceAll("^-+", "");
    }
}
