// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What holds for every plugin whose bundle does not say otherwise. */
@ObjectClassDefinition(name = "Plugin host",
        description = "What holds for every plugin whose bundle does not say otherwise")
public @interface HostConfig {
    /** The configuration's name. */
    String PID = "hawser.plugin.host";

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds between two calls of a plugin's update(); 0 = never",
            min = "0")
    long update_interval() default 100;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that a plugin's message waits for room before it is lost",
            min = "0")
    long send_timeout() default 1000;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that initialize may take before the plugin counts as hung",
            min = "1")
    long initialize_timeout() default 10_000;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that any other call into a plugin in Hawser's own process may "
            + "take before the plugin counts as hung", min = "1")
    long hang_timeout() default 30_000;

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that a stop waits for the plugin before it counts as hung",
            min = "1")
    long shutdown_timeout() default 5_000;

    /** {@return bytes} */
    @AttributeDefinition(description = "Bytes of the buffer to a plugin, 1 KiB to 500 MiB",
            min = "1024", max = "524288000")
    long buffer_to$_$native() default 1_048_576;

    /** {@return bytes} */
    @AttributeDefinition(description = "Bytes of the buffer from a plugin, 1 KiB to 500 MiB",
            min = "1024", max = "524288000")
    long buffer_to$_$renderer() default 1_048_576;

    /** {@return bytes} */
    @AttributeDefinition(description = "Bytes that a plugin with execution=inline may send beyond its buffer's room "
            + "before it is BACK_PRESSURED", min = "1024")
    long inline_overflow() default 1_048_576;

    /** {@return an execution} */
    @AttributeDefinition(description = "How a bare library is driven whose digest is not pinned and that does not say "
            + "it: process, which its crash cannot leave, or thread, or inline",
            options = {@Option("process"), @Option("thread"), @Option("inline")})
    String trust_default() default "process";
}
