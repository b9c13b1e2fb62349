// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code execution=process}: a runner has the library in a process of its own. */
final class ProcessExecution implements Execution, AutoCloseable {
    static final String NAME = "process";
    private static final Logger LOG = LoggerFactory.getLogger(ProcessExecution.class);
    private static final long LOAD_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String[] PROTECTIONS = {"resource limits", "no new privileges", "a filter of system calls",
        "a user of its own", "the end with its host"};
    private static final int USER = 8;

    private final Supplier<IsolationSettings> settings;
    private final Set<IsolatedPlugin> running;
    private final LibraryImages images;
    private RunnerProgram runner;
    private ProcessWatch watch;
    private boolean toldProtections;

    /** Keeps in that set what is loaded. */
    ProcessExecution(Supplier<IsolationSettings> settings, Set<IsolatedPlugin> running, LibraryImages images) {
        this.images = images;
        this.settings = settings;
        this.running = running;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isInProcess() {
        return false;
    }

    @Override
    public LoadedPlugin load(LibraryFile library) {
        open();
        IsolationSettings now = settings.get();
        LibraryImages.Image image = images.open(library);
        long process = load(image, options(now, library), LOAD_NS);
        tellProtections(NativeCore.hawser_process_protections(process));
        IsolatedPlugin plugin = watched(process, image, now);
        running.add(plugin);
        return plugin;
    }

    /** What cannot be watched is not left to itself. */
    private IsolatedPlugin watched(long process, LibraryImages.Image image, IsolationSettings now) {
        try {
            return new IsolatedPlugin(process, watch, now, unloaded -> {
                running.remove(unloaded);
                image.close();
            });
        } catch (RuntimeException | Error e) {
            NativeCore.hawser_process_free(process);
            image.close();
            throw e;
        }
    }

    private long load(LibraryImages.Image image, String options, long timeoutNs) {
        long process = NativeCore.hawser_process_load(runner.descriptor(), image.descriptor(), options, timeoutNs);
        if (process == 0) {
            String reason = NativeCore.hawser_error();
            image.close();
            throw new PluginException(reason);
        }
        return process;
    }

    /** Whether libraries can be tried here. */
    static boolean canTry() {
        return System.getProperty("os.name").equals("Linux") && RunnerProgram.isThere();
    }

    /**
     * Loads a copy of the library in a process that ends at once: constructors that crash or never return do so there.
     * It has all that this process has, and may do as much.
     */
    void tryOut(LibraryFile library, long timeoutNs) {
        open();
        String environment = System.getenv().keySet().stream().filter(name -> name.matches("\\w+"))
                .collect(Collectors.joining(","));
        try (LibraryImages.Image image = images.open(library)) {
            NativeCore.hawser_process_free(load(image, "output=none\nenvironment=" + environment, timeoutNs));
        }
    }

    /** The plugin's own limits come last, and hold. */
    private static String options(IsolationSettings settings, LibraryFile library) {
        StringBuilder options = new StringBuilder(settings.options());
        library.limits().forEach((name, value) -> options.append('\n').append(name).append('=').append(value));
        return options.toString();
    }

    private synchronized void open() {
        if (runner == null) {
            runner = new RunnerProgram();
            watch = new ProcessWatch();
        }
    }

    /** Once: it is the same for all. */
    private synchronized void tellProtections(int taken) {
        for (int i = 0; i < PROTECTIONS.length && !toldProtections; i++) {
            boolean wanted = 1 << i != USER || System.getProperty("user.name").equals("root");
            if (wanted && (taken & 1 << i) == 0) {
                LOG.warn("Isolated plugins run without {}: the system does not offer it, or the configuration {} "
                        + "rules it out", PROTECTIONS[i], IsolationConfig.PID);
            }
        }
        toldProtections = true;
    }

    /** Every plugin must have been unloaded. */
    @Override
    public synchronized void close() {
        if (runner != null) {
            watch.close();
            runner.close();
        }
    }
}
