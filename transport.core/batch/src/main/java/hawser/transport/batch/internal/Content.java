// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import java.util.Arrays;
import java.util.Objects;

/** A payload, or a key of one, that equals another by what it holds: an array does too. */
record Content(Object value) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Content content && Objects.deepEquals(value, content.value);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[] {value});
    }
}
