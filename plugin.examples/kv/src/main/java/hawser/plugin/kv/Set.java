// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv;

import java.util.Objects;

/**
 * Stores a value.
 *
 * @param key of the value
 * @param text the value; empty removes it
 */
public record Set(String key, String text) {
    /** Checks that nothing is null. */
    public Set {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
    }
}
