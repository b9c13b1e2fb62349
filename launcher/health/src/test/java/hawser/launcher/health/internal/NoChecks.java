// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import java.util.List;

/** Health that is asked for nothing. */
record NoChecks() implements Health {
    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public List<HealthFinding> check() {
        return List.of();
    }

    @Override
    public List<HealthFinding> check(String name) {
        return List.of();
    }
}
