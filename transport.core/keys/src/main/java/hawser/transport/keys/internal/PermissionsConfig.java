// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an administrator allows one plugin; one configuration for each. Only its description is used. */
@ObjectClassDefinition(name = "Permissions of a plugin", factoryPid = PermissionsConfig.FACTORY_PID,
        description = "Narrows what a plugin's manifest declares, at once. Its own events, plugin:<name>:*, stay "
                + "permitted. For a bundle that declares no plugin name it says all that the bundle may do")
public @interface PermissionsConfig {
    /** The name of the factory: {@code conf/hawser.permissions~echo.cfg} narrows one plugin. */
    String FACTORY_PID = "hawser.permissions";

    /** {@return a name} */
    @AttributeDefinition(required = false, description = "The plugin's name, or the symbolic name of a bundle that "
            + "declares none; without it, what follows ~ in the configuration's name")
    String plugin() default "";

    /** {@return patterns} */
    @AttributeDefinition(required = false, description = "The events it may send, of those it declares: patterns such "
            + "as kv:*:* parted by commas; without it, all of them")
    String[] send() default "*";

    /** {@return patterns} */
    @AttributeDefinition(required = false, description = "The events it may handle, of those it declares: patterns "
            + "such as storage:kv:get parted by commas; without it, all of them")
    String[] handle() default "*";
}
