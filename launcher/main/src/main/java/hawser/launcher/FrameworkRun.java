// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.time.Duration;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongPredicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** One framework, from nothing to its last start level. */
final class FrameworkRun {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Framework framework;
    private final OwnBundles own;
    private final BundleFolder bundles;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> stopping;

    private FrameworkRun(Framework framework, OwnBundles own, BundleFolder bundles, CompletableFuture<Void> stopping) {
        this.framework = framework;
        this.own = own;
        this.bundles = bundles;
        this.stopping = stopping;
    }

    /** Creates the framework and installs the bundles of {@code bundle/}; none is started. */
    static FrameworkRun begin(Map<String, String> settings, BundleFolder bundles) throws BundleException {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(bundles.levelBeforeDeploy()));
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst()
                .orElseThrow(() -> new LaunchException(ExitCodes.NOT_STARTED, "no framework jar in bundle/framework/"))
                .newFramework(configuration);
        // JLine looks for terminals through this loader and must find its own bundle's.
        Thread.currentThread().setContextClassLoader(null);
        framework.init();
        CompletableFuture<Void> stopping = new CompletableFuture<>();
        stopping.thenRun(FrameworkRun::limitStop);
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                stopping.complete(null);
            }
        });
        return new FrameworkRun(framework, OwnBundles.install(framework.getBundleContext(), bundles), bundles,
                stopping);
    }

    /** {@return whether somebody has begun to stop it} */
    boolean isStopping() {
        return stopping.isDone();
    }

    Framework framework() {
        return framework;
    }

    /** Registers what the bundles need of the launcher. */
    void announce(CompletionStage<Void> ownerGone, IntConsumer exitCode) {
        Set<Long> ids = own.ids();
        LongPredicate isOwn = ids::contains;
        register(LongPredicate.class, isOwn, "hawser.own.bundles");
        register(CompletionStage.class, started.minimalCompletionStage(), "hawser.started");
        register(CompletionStage.class, ownerGone, "hawser.owner.gone");
        register(IntConsumer.class, exitCode, "hawser.exit.code");
    }

    /** Starts everything. On return the first contents of {@code deploy/} have been taken up. */
    void start(Folder folder) throws BundleException {
        framework.start();
        check(bundles.levelBeforeDeploy());
        List<Bundle> leftovers = DeployFolder.leftovers(framework.getBundleContext(), folder);
        for (Bundle leftover : leftovers) {
            leftover.uninstall();
        }
        raise(Settings.DEPLOY_LEVEL);
        new DeployFolder(framework.getBundleContext(), folder).open();
        raise(bundles.lastLevel());
        check(bundles.lastLevel());
        started.complete(null);
    }

    /** A bundle that does not run is started once more, to learn why: not while all are being stopped. */
    private void check(int level) {
        if (isStopping()) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "the framework was stopped while it started");
        }
        own.check(level);
    }

    /** A bundle that never stops must not keep the process: after the limit it ends as it is. */
    private static void limitStop() {
        Thread limit = new Thread(() -> {
            LockSupport.parkNanos(STOP_LIMIT.toNanos());
            Runtime.getRuntime().halt(ExitCodes.FAILED);
        }, "hawser-stop-limit");
        limit.setDaemon(true);
        limit.start();
    }

    /** Returns also when it is stopped on the way: nobody tells then of a level that is not reached. */
    private void raise(int level) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        framework.adapt(FrameworkStartLevel.class).setStartLevel(level, event -> reached.complete(null));
        CompletableFuture.anyOf(reached, stopping).join();
    }

    private <T> void register(Class<T> type, T service, String mark) {
        BundleContext context = framework.getBundleContext();
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(mark, true));
        context.registerService(type, service, properties);
    }

    /** Stops the framework, if it is not stopped, and waits for that. */
    void stop() {
        try {
            framework.stop();
            framework.waitForStop(STOP_LIMIT.toMillis());
        } catch (BundleException e) {
            throw new IllegalStateException("the framework does not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
