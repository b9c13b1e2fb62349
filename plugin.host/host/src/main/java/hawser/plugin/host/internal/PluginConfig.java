// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What an administrator says about one plugin; one configuration for each. Only its description is used. */
@ObjectClassDefinition(name = "One plugin", factoryPid = PluginConfig.FACTORY_PID,
        description = "What holds for one plugin, whatever it declares itself; what is not configured here is as it "
                + "declares, or else as hawser.plugin.host and hawser.plugin.process say. A change takes over under "
                + "load, and touches no other plugin")
public @interface PluginConfig {
    /** The name of the factory: {@code conf/hawser.plugin~echo.cfg} is about the plugin echo. */
    String FACTORY_PID = "hawser.plugin";

    /** {@return a name} */
    @AttributeDefinition(required = false, description = "The plugin's name; without it, what follows ~ in the "
            + "configuration's name")
    String plugin() default "";

    /** {@return an execution} */
    @AttributeDefinition(required = false, description = "How it is driven",
            options = {@Option("process"), @Option("thread"), @Option("inline")})
    String execution();

    /** {@return milliseconds} */
    @AttributeDefinition(required = false, description = "Milliseconds between two calls of its update(); 0 = never",
            min = "0")
    long update_interval();

    /** {@return bytes} */
    @AttributeDefinition(required = false, description = "Bytes of the buffer to it, 1 KiB to 500 MiB",
            min = "1024", max = "524288000")
    long buffer_to$_$native();

    /** {@return bytes} */
    @AttributeDefinition(required = false, description = "Bytes of the buffer from it, 1 KiB to 500 MiB",
            min = "1024", max = "524288000")
    long buffer_to$_$renderer();

    /** {@return a way} */
    @AttributeDefinition(required = false, description = "How it is updated: overlap, the new one is initialized "
            + "while the old one serves, or stop-first, where there can be only one at a time",
            options = {@Option("overlap"), @Option("stop-first")})
    String swap();

    /** {@return milliseconds} */
    @AttributeDefinition(required = false, description = "Milliseconds that a message of it waits for room before it "
            + "is lost", min = "0")
    long send_timeout();

    /** {@return bytes} */
    @AttributeDefinition(required = false, description = "Bytes of memory of its own that its process may have; 0 = as "
            + "many as there are", min = "0")
    long limit_memory();

    /** {@return seconds} */
    @AttributeDefinition(required = false, description = "Seconds of processor time that its process may use in all; "
            + "0 = any", min = "0")
    long limit_cpu();

    /** {@return a number} */
    @AttributeDefinition(required = false, description = "Files and other descriptors that its process may have open; "
            + "0 = any", min = "0")
    long limit_files();

    /** {@return a number} */
    @AttributeDefinition(required = false, description = "Processes that its user may have while it starts another; "
            + "0 = it may start none", min = "0")
    long limit_processes();

    /** {@return a user's number} */
    @AttributeDefinition(required = false, description = "Whom its process becomes where Hawser runs as root; "
            + "0 = it stays root", min = "0")
    long limit_user();
}
