// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What holds for every plugin that runs in a process of its own. */
@ObjectClassDefinition(name = "Isolated plugins",
        description = "What holds for every plugin that runs in a process of its own")
public @interface IsolationConfig {
    /** The configuration's name. */
    String PID = "hawser.plugin.process";

    /** {@return bytes} */
    @AttributeDefinition(description = "Bytes of memory of its own that a process may have, its channel not counted; "
            + "0 = as many as there are", min = "0")
    long limit_memory() default 1_073_741_824;

    /** {@return seconds} */
    @AttributeDefinition(description = "Seconds of processor time that a process may use in all; 0 = any", min = "0")
    long limit_cpu() default 0;

    /** {@return a number} */
    @AttributeDefinition(description = "Files and other descriptors that a process may have open; 0 = any", min = "0")
    long limit_files() default 256;

    /** {@return a number} */
    @AttributeDefinition(description = "Processes that its user may have while it starts another; 0 = it may start "
            + "none, nor run programs", min = "0")
    long limit_processes() default 0;

    /** {@return a user's number} */
    @AttributeDefinition(description = "Whom a process becomes where Hawser runs as root; -1 = it stays root",
            min = "-1")
    long limit_user() default 65_534;

    /** {@return names} */
    @AttributeDefinition(description = "Environment variables that a process inherits, besides locale, time zone, "
            + "search paths, HOME and TMPDIR")
    String[] environment() default {};

    /** {@return names and executions} */
    @AttributeDefinition(description = "How plugins are driven, whatever they declare: NAME=process, NAME=thread or "
            + "NAME=inline; a change takes over under load. With any NAME=process each plugin is asked for its name in "
            + "a process of its own before it is loaded into Hawser's")
    String[] execution() default {};

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that one call of a plugin may take before its process is killed",
            min = "1")
    long hang_timeout() default 30_000;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds from a crash to the restart; doubled by each further crash of "
            + "the same time", min = "0")
    long restart_delay() default 50;

    /** {@return a number} */
    @AttributeDefinition(description = "Crashes within crash.window that put a plugin into quarantine", min = "1")
    int crash_limit() default 3;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds in which crash.limit crashes put a plugin into quarantine",
            min = "1")
    long crash_window() default 30_000;

    /** {@return a folder} */
    @AttributeDefinition(description = "Folder for crash reports; empty = log/crash of the "
            + "distribution, or without one the host bundle's own data")
    String crash_folder() default "";

    /** {@return a number} */
    @AttributeDefinition(description = "Crash reports that are kept; the oldest go first", min = "0")
    int crash_reports() default 50;

    /** {@return a number} */
    @AttributeDefinition(description = "Last messages to the plugin that a crash report quotes, up to 256 bytes of "
            + "each; 0 = none, for they may be nobody's business", min = "0", max = "64")
    int crash_messages() default 0;

    /** {@return lines in a second} */
    @AttributeDefinition(description = "Lines of a plugin's output that are logged in a second at most; the rest is "
            + "counted", min = "1")
    int output_rate() default 100;
}
