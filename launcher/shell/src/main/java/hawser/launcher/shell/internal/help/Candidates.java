// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What completion offers for an argument, or for the value of an option. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Candidates {
    /** Paths in the session's folder. */
    String FILE = "file";
    /** Native plugins. */
    String PLUGIN = "plugin";
    /** Events that somebody handles. */
    String EVENT = "event";
    /** Channels that are open. */
    String CHANNEL = "channel";
    /** Configurations. */
    String CONFIGURATION = "configuration";
    /** Commands, with their scopes. */
    String COMMAND = "command";

    /** {@return of which kind it is: each {@link NameSource} is asked for names of that kind} */
    String value() default "";

    /** {@return the values that are always possible} */
    String[] of() default {};
}
