// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that can be configured.
 *
 * @param key as it stands in a file of {@code conf/}
 * @param description what it is
 * @param accepts which values it can have, in words
 * @param standard what holds where nobody says otherwise; lists are parted by commas
 * @param value what is configured, if anything is
 * @param refused why a value that was configured does not hold; then {@code value} is the one before it
 */
public record Setting(String key, String description, String accepts, String standard, Optional<String> value,
        Optional<String> refused) {
    /** Requires all of them. */
    public Setting {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(accepts, "accepts");
        Objects.requireNonNull(standard, "standard");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(refused, "refused");
    }

    /** {@return what holds} */
    public String effective() {
        return value.orElse(standard);
    }
}
