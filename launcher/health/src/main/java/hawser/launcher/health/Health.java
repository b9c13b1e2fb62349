// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs the health checks: Hawser's own, and every other bundle's that is a service
 * {@code org.apache.felix.hc.api.HealthCheck}. Thread-safe.
 */
@ProviderType
public interface Health {
    /** {@return the names of all checks, sorted} */
    List<String> names();

    /** {@return what every check finds now, by name; checks run on the calling thread, one after the other} */
    List<HealthFinding> check();

    /**
     * {@return what one check finds now; empty if there is none of that name}
     *
     * @param name of the check
     */
    List<HealthFinding> check(String name);
}
