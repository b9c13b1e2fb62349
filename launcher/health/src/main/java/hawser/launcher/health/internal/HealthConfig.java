// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the checks hold to, and health and metrics over HTTP. */
@ObjectClassDefinition(name = "Health",
        description = "Health: what is worth a warning; and over HTTP, for this machine only: /health and /metrics on "
                + "127.0.0.1")
public @interface HealthConfig {
    /** The configuration's name. */
    String PID = "hawser.health";

    /** {@return a port} */
    @AttributeDefinition(description = "Port of 127.0.0.1 on which /health (JSON; 503 if something is critical) and "
            + "/metrics (Prometheus) are answered; 0 = none", min = "0", max = "65535")
    int http_port() default 0;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds for which a buffer may be lent: a plugin's that it requested, or "
            + "a claim of Java code; one that is neither sent nor given back by then is worth a warning", min = "1")
    int lease_deadline() default 10_000;
}
