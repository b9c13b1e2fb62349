// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/**
 * How often one caller was refused with one code.
 *
 * @param name whom it concerns: a plugin's name, or a bundle's symbolic name; empty for keys that nobody owns
 * @param code why
 * @param count how often, from 1
 */
public record Refusals(String name, ErrorCode code, long count) {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Refusals {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(code, "code");
        if (count < 1) {
            throw new IllegalArgumentException("refusals that are counted are positive: count=" + count);
        }
    }
}
