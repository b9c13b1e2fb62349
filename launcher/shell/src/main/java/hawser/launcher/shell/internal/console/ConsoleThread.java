// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.control.Readiness;
import hawser.launcher.shell.internal.help.NameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the shell at the terminal of the process. When its input ends, so does the framework. */
final class ConsoleThread {
    private static final long PATIENCE_MS = 5000;
    /** A terminal that is slow, or none, does not hold up the rest for long. */
    private static final long PROMPT_LIMIT_MS = 2000;

    private final BundleContext context;
    private final ServiceTracker<CommandProcessor, CommandProcessor> processor;
    private final NameSource names;
    private final Readiness readiness;
    private final Thread thread = new Thread(this::run, "hawser-shell");
    private final CountDownLatch prompted = new CountDownLatch(1);
    private Terminal terminal;
    private Console console;
    private boolean closed;

    ConsoleThread(BundleContext context, ServiceTracker<CommandProcessor, CommandProcessor> processor,
            NameSource names, Readiness readiness) {
        this.context = context;
        this.processor = processor;
        this.names = names;
        this.readiness = readiness;
    }

    void start() {
        thread.start();
    }

    /** Waits until the first prompt is about to be drawn, or never will be, or has taken too long. */
    void awaitPrompt() throws InterruptedException {
        prompted.await(PROMPT_LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            Terminal opened = TerminalBuilder.builder().name("hawser").system(true).nativeSignals(true)
                    .signalHandler(Terminal.SignalHandler.SIG_IGN).build();
            Console begun = begin(opened, processor.waitForService(0));
            if (begun != null) {
                begun.greet("Hawser " + context.getProperty("hawser.version")
                        + "  -  help: all commands  plugin:list: the plugins  exit: stop");
                begun.source(Path.of(context.getProperty("gosh.home"), "etc", "gosh_profile"));
                begun.run();
                stopFramework();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log().error("no shell: the terminal cannot be used: {}", e.getMessage());
        } finally {
            prompted.countDown();
        }
    }

    private synchronized Console begin(Terminal opened, CommandProcessor commands) throws IOException {
        if (closed) {
            opened.close();
            return null;
        }
        boolean dumb = opened.getType().startsWith(Terminal.TYPE_DUMB);
        terminal = opened;
        console = new Console(opened, commands, names, System.getenv("NO_COLOR") == null && !dumb, readiness,
                prompted::countDown);
        return console;
    }

    private void stopFramework() {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            log().error("the framework does not stop: {}", e.getMessage());
        }
    }

    /** Asked for late: the log starts after the shell. */
    private static Logger log() {
        return LoggerFactory.getLogger(ConsoleThread.class);
    }

    /** Takes the terminal from its user, and waits for the end of the thread. */
    void stop() throws IOException, InterruptedException {
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
