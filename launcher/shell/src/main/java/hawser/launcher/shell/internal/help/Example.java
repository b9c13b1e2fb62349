// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Calls of a command as someone would type them, for {@code help}. Every command of Hawser has one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Example {
    /** {@return the calls, each followed by a note after {@code #} where it does not speak for itself} */
    String[] value();
}
