// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv;

import java.util.Objects;

/**
 * Asks for a value.
 *
 * @param key of the value
 */
public record Get(String key) {
    /** Checks that there is a key. */
    public Get {
        Objects.requireNonNull(key, "key");
    }
}
