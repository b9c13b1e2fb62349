// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The web console. */
@ObjectClassDefinition(name = "Web console",
        description = "A page for this machine only, at http://127.0.0.1:PORT/: plugins, channels and events live, and "
                + "what can be done with them. console:url opens it")
public @interface ConsoleConfig {
    /** The configuration's name. */
    String PID = "hawser.console";

    /** {@return whether there is one} */
    @AttributeDefinition(description = "Whether the page is there")
    boolean enabled() default false;

    /** {@return a port} */
    @AttributeDefinition(description = "Port of 127.0.0.1 on which the page is; 0 = one that is free",
            min = "0", max = "65535")
    int port() default 9292;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds from one look of a page to its next; all pages share one look",
            min = "250", max = "60000")
    int interval() default 1000;
}
