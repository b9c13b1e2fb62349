// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health;

import java.util.List;
import java.util.Objects;

/**
 * What one check found.
 *
 * @param name of the check
 * @param status how it is
 * @param messages what is wrong and what to do, or, if nothing is, what was looked at
 * @param tags that the check has
 */
public record HealthFinding(String name, Status status, List<String> messages, List<String> tags) {
    /** How something is, from good to bad. */
    public enum Status {
        /** As it should be. */
        OK,
        /** It works, and somebody should look. */
        WARN,
        /** It does not work now and may by itself. */
        TEMPORARILY_UNAVAILABLE,
        /** It does not work. */
        CRITICAL,
        /** The check itself failed. */
        HEALTH_CHECK_ERROR
    }

    /** Requires all of them, and keeps copies. */
    public HealthFinding {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        messages = List.copyOf(messages);
        tags = List.copyOf(tags);
    }

    /** {@return whether Hawser does its work in spite of it} */
    public boolean works() {
        return status.compareTo(Status.WARN) <= 0;
    }
}
