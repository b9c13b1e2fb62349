// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.control.Readiness;
import hawser.plugin.host.PluginHost;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** Offers the shell's standard commands and, if the launcher says that there is a terminal, opens the shell on it. */
public final class ConsoleActivator implements BundleActivator {
    /* An activator, and no component: the shell's bundle starts first of all, so that its prompt stands while the
     * component runtime, the log and everything else start. What is typed is carried out when they have. These are held
     * up until it stands: at the same time both would take longer, and a person waits for the prompt only. */

    private ServiceTracker<CommandProcessor, CommandProcessor> processor;
    private ServiceTracker<CompletionStage<Void>, CompletionStage<Void>> started;
    private ConsoleThread console;

    @Override
    public void start(BundleContext context) throws InvalidSyntaxException, InterruptedException {
        processor = new ServiceTracker<>(context, CommandProcessor.class, null);
        processor.open();
        ShellCommands.register(context, processor::getService);
        if (Boolean.parseBoolean(context.getProperty("hawser.interactive"))) {
            started = new ServiceTracker<>(context, context.createFilter("(&(" + Constants.OBJECTCLASS + '='
                    + CompletionStage.class.getName() + ")(hawser.started=true))"), null);
            started.open();
            console = new ConsoleThread(context, processor, new NameSources(context),
                    new Readiness(started.getService(), () -> settled(context)));
            console.start();
            console.awaitPrompt();
        }
    }

    /** When no plugin is being loaded: what is typed first is to find those of the deploy folder. */
    private static CompletionStage<Void> settled(BundleContext context) {
        ServiceReference<PluginHost> found = context.getServiceReference(PluginHost.class);
        PluginHost host = found == null ? null : context.getService(found);
        return host == null ? CompletableFuture.completedStage(null) : host.settled();
    }

    @Override
    public void stop(BundleContext context) throws IOException, InterruptedException {
        if (console != null) {
            console.stop();
            started.close();
        }
        processor.close();
    }
}
