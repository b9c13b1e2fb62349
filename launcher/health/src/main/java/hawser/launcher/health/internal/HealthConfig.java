// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Health and metrics over HTTP. */
@ObjectClassDefinition(name = "Health over HTTP",
        description = "Health and metrics over HTTP, for this machine only: /health and /metrics on 127.0.0.1")
public @interface HealthConfig {
    /** The configuration's name. */
    String PID = "hawser.health";

    /** {@return a port} */
    @AttributeDefinition(description = "Port of 127.0.0.1 on which /health (JSON; 503 if something is critical) and "
            + "/metrics (Prometheus) are answered; 0 = none", min = "0", max = "65535")
    int http_port() default 0;
}
