// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv;

import java.util.Objects;

/**
 * A value.
 *
 * @param key of the value
 * @param text the value; empty if there is none
 */
public record Value(String key, String text) {
    /** Checks that nothing is null. */
    public Value {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
    }
}
