// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.util.function.IntConsumer;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands that end the instance. */
@Component(service = ExitCommands.class)
@GogoCommand(scope = "hawser", function = {"exit", "shutdown"})
public final class ExitCommands {
    private final BundleContext context;
    private final IntConsumer exitCode;

    @Activate
    public ExitCommands(BundleContext context, @Reference(target = "(hawser.exit.code=true)") IntConsumer exitCode) {
        this.context = context;
        this.exitCode = exitCode;
    }

    /** Stops the framework; the process ends with exit code 0. */
    @Descriptor("stops Hawser, all of it: every plugin, the framework and this shell")
    public void exit() throws BundleException {
        exit(0);
    }

    /**
     * Stops the framework.
     *
     * @param code the exit code of the process
     */
    @Descriptor("stops Hawser and ends its process with an exit code; example: exit 3")
    public void exit(@Descriptor("the exit code") int code) throws BundleException {
        exitCode.accept(code);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    }

    /** Stops the framework; the process ends with exit code 0. */
    @Descriptor("stops Hawser; the same as exit")
    public void shutdown() throws BundleException {
        exit(0);
    }
}
