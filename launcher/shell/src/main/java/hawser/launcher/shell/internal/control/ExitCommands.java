// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.shell.internal.help.Example;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandSession;
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
    @Example({"exit", "exit 3  # with that exit code"})
    public void exit(CommandSession session) throws BundleException {
        exit(session, 0);
    }

    /**
     * Stops the framework.
     *
     * @param session of whoever asks; a client ends with the code too
     * @param code the exit code of the process
     */
    @Descriptor("stops Hawser and ends its process with an exit code")
    public void exit(CommandSession session, @Descriptor("N: the exit code") int code) throws BundleException {
        session.put(CommandLine.EXIT_CODE, code);
        exitCode.accept(code);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
    }

    /** Stops the framework; the process ends with exit code 0. */
    @Descriptor("stops Hawser; the same as exit")
    @Example("shutdown")
    public void shutdown(CommandSession session) throws BundleException {
        exit(session, 0);
    }
}
