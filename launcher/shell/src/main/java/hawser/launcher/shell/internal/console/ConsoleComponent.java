// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.help.NameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the shell on the terminal of the process, if the launcher says that there is one. */
@Component(service = {}, immediate = true)
public final class ConsoleComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleComponent.class);
    private static final long PATIENCE_MS = 5000;

    private final BundleContext context;
    private final CommandProcessor processor;
    private final List<NameSource> sources = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "hawser-shell");
    private Terminal terminal;
    private Console console;
    private boolean closed;

    @Activate
    public ConsoleComponent(BundleContext context, @Reference CommandProcessor processor) {
        this.context = context;
        this.processor = processor;
        if (Boolean.parseBoolean(context.getProperty("hawser.interactive"))) {
            thread.start();
        }
    }

    /** @param source who knows names for completion */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(NameSource source) {
        sources.add(source);
    }

    /** @param source that has left */
    void removeSource(NameSource source) {
        sources.remove(source);
    }

    private void run() {
        try {
            Console opened = open();
            if (opened != null) {
                opened.source(Path.of(context.getProperty("gosh.home"), "etc", "gosh_profile"));
                opened.run();
                stopFramework();
            }
        } catch (IOException e) {
            LOG.error("no shell: the terminal cannot be used: {}", e.getMessage());
        }
    }

    private Console open() throws IOException {
        Terminal opened = TerminalBuilder.builder().name("hawser").system(true).nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN).build();
        boolean color = System.getenv("NO_COLOR") == null && !Terminal.TYPE_DUMB.equals(opened.getType())
                && !Terminal.TYPE_DUMB_COLOR.equals(opened.getType());
        synchronized (this) {
            if (closed) {
                opened.close();
                return null;
            }
            terminal = opened;
            console = new Console(opened, processor, () -> sources, color);
            return console;
        }
    }

    /** Also the end of the input ends the instance that was started for it. */
    private void stopFramework() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            LOG.error("the framework does not stop: {}", e.getMessage());
        }
    }

    @Deactivate
    void deactivate() throws IOException, InterruptedException {
        synchronized (this) {
            closed = true;
            if (console != null) {
                console.close();
                terminal.close();
            }
        }
        if (Thread.currentThread() != thread) {
            thread.interrupt();
            thread.join(PATIENCE_MS);
        }
    }
}
