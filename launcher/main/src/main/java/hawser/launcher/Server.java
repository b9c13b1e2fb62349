// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/** The process that runs a folder's framework, until that is stopped. */
final class Server {
    /* In order: take the folder's lock; sweep what a killed server left; choose the socket's place; read the settings;
     * throw the bundle cache away if it is another bundle folder's; start the framework with the bundles of bundle/;
     * open deploy/; open the shell. Each step that fails ends the process with exit code 3 and a line that says why. */

    private static final Duration SHELL_PATIENCE = Duration.ofMillis(250);
    private static final Duration DAEMON_PATIENCE = Duration.ofSeconds(10);

    private final Folder folder;
    private final Kind kind;
    private final String version;
    private final AtomicInteger exitCode = new AtomicInteger();
    private boolean swept;

    /** What a server is for. */
    enum Kind {
        /** A person at a terminal. */
        SHELL,
        /** Whoever asks, until told to stop. */
        DAEMON,
        /** The one client that holds the other end of its standard input. */
        OWNED
    }

    Server(Folder folder, Kind kind, String version) {
        this.folder = folder;
        this.kind = kind;
        this.version = version;
    }

    /** {@return the exit code of the process, when the framework has stopped} */
    int run() {
        folder.prepare();
        var ownerGone = kind == Kind.OWNED ? OwnerWatch.begin(System.in) : new CompletableFuture<Void>();
        Duration patience = kind == Kind.SHELL ? SHELL_PATIENCE : DAEMON_PATIENCE;
        var taken = InstanceLock.take(folder, patience, () -> !ownerGone.isDone());
        if (taken.isEmpty() && ownerGone.isDone()) {
            return ExitCodes.IN_USE; // the owner was served by the other instance
        }
        InstanceLock lock = taken.orElseThrow(this::inUse);
        try {
            return serve(ownerGone);
        } finally {
            lock.close();
        }
    }

    private int serve(CompletableFuture<Void> ownerGone) {
        Path socket = SocketFolder.ofProcess().prepare(folder);
        Instance.ofThisProcess(folder, socket).write(folder);
        try {
            return runFramework(socket, ownerGone);
        } finally {
            sweep(socket);
        }
    }

    private int runFramework(Path socket, CompletableFuture<Void> ownerGone) {
        Map<String, String> settings = new Settings(folder, version, kind).read(socket);
        BundleFolder bundles = BundleFolder.of(folder.bundles());
        BundleCache cache = new BundleCache(folder, bundles);
        cache.prepare();
        try {
            FrameworkRun run = FrameworkRun.begin(settings, bundles);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                run.stop();
                sweep(socket);
            }, "hawser-stop"));
            run.announce(ownerGone, exitCode::set);
            startUnlessStopped(run, cache);
            return waitForEnd(run.framework());
        } catch (BundleException e) {
            cache.distrust();
            throw new LaunchException(ExitCodes.NOT_STARTED, "the framework cannot start: " + e.getMessage(), e);
        } catch (LaunchException | NoClassDefFoundError e) {
            cache.distrust();
            throw e;
        } catch (RuntimeException | Error e) { // threads of the framework would keep the process otherwise
            cache.distrust();
            throw new LaunchException(ExitCodes.NOT_STARTED, "the framework cannot start: " + e, e);
        }
    }

    /** Who stops it on its way, such as a person who leaves the shell at once, has not made it fail. */
    private void startUnlessStopped(FrameworkRun run, BundleCache cache) throws BundleException {
        try {
            run.start(folder);
            cache.confirm();
        } catch (BundleException | RuntimeException e) {
            if (!run.isStopping()) {
                throw e;
            }
            cache.distrust();
        }
    }

    private int waitForEnd(Framework framework) {
        try {
            FrameworkEvent event = framework.waitForStop(0);
            return event.getType() == FrameworkEvent.ERROR ? ExitCodes.FAILED : exitCode.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCodes.FAILED;
        }
    }

    private LaunchException inUse() {
        String who = Instance.read(folder).map(found -> " as process " + found.pid()).orElse("");
        return new LaunchException(kind == Kind.SHELL ? ExitCodes.NOT_STARTED : ExitCodes.IN_USE,
                "an instance runs already in " + folder.home() + who
                        + "; use it by: bin/hawser -c COMMAND, or stop it by: bin/hawser stop");
    }

    /** Once, and while the lock is held: afterwards the files are those of the next server. */
    private synchronized void sweep(Path socket) {
        if (swept) {
            return;
        }
        swept = true;
        try {
            Files.deleteIfExists(socket);
            Files.deleteIfExists(folder.instance());
            if (!socket.startsWith(folder.home())) {
                Files.deleteIfExists(socket.getParent());
            }
        } catch (IOException e) {
            return; // the next server sweeps them
        }
    }
}
