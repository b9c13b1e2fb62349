// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether faults may be made on purpose. */
@ObjectClassDefinition(name = "Chaos", description = "Whether faults may be made on purpose, by the commands chaos:")
public @interface ChaosConfig {
    /** The configuration's name. */
    String PID = "hawser.chaos";

    /** {@return whether} */
    @AttributeDefinition(description = "Whether chaos:kill, stall, slow and corrupt do what they say; not for "
            + "production")
    boolean enabled() default false;
}
