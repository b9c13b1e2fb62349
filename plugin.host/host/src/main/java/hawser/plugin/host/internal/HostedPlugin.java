// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plugin bundle's plugin, through all its generations. Loading and stopping take turns; its state can be read at
 * any time.
 */
final class HostedPlugin implements NativePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(HostedPlugin.class);

    private static final Set<PluginState> ENDS =
            EnumSet.of(PluginState.FAILED, PluginState.CRASHED, PluginState.QUARANTINED);

    private final Bundle bundle;
    private final BundleContext context;
    private final HostServices services;
    private final HostSettings settings;
    private final PluginNames names;
    private final LoadedLibraries libraries;
    private final Supervisor supervisor;
    private final CrashHistory crashes = new CrashHistory();
    private volatile PluginSnapshot snapshot;
    private LoadedPlugin library;
    private Generation generation;
    private PluginServices published;
    private volatile HeldKey held;
    private volatile boolean wanted;
    private volatile boolean forgiven;

    HostedPlugin(Bundle bundle, BundleContext context, HostServices services, HostSettings settings,
            PluginNames names, LoadedLibraries libraries, Supervisor supervisor) {
        this.bundle = bundle;
        this.context = context;
        this.services = services;
        this.settings = settings;
        this.names = names;
        this.libraries = libraries;
        this.supervisor = supervisor;
        this.snapshot = PluginSnapshot.installed(bundle.getSymbolicName(), bundle.getBundleId());
    }

    @Override
    public PluginInfo info() {
        HeldKey key = held;
        return key == null ? snapshot : snapshot.keyed(key.key());
    }

    /** Whether its bundle says, as it is now, that it is a plugin. */
    boolean isDeclared() {
        return PluginExtender.isPlugin(bundle);
    }

    /** Its bundle was started: the next {@link #load()} is to bring it up. */
    void want() {
        forgiven = true;
        wanted = true;
    }

    /** Brings it up if that is still wanted; whatever stands against it becomes its state. */
    synchronized void load() {
        if (!wanted || generation != null || bundle.getState() != Bundle.ACTIVE || services.keys().get() == null) {
            return;
        }
        forgive();
        become(snapshot.loading());
        try {
            requireUnloaded();
            loadLibrary();
        } catch (PluginException | ChannelException | TransportException | IllegalArgumentException e) {
            fail(e.getMessage());
        } catch (IOException e) {
            fail("the library in the bundle must be readable: " + e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Loading the plugin of bundle {} went wrong", bundle.getSymbolicName(), e);
            fail("loading it went wrong, which the log tells: " + e);
        }
    }

    /** Keys are issued again: those of before are dead. */
    synchronized void meetKeys() {
        if (generation == null) {
            load();
            return;
        }
        try {
            generation.key().request();
        } catch (PluginException | TransportException e) {
            LOG.warn("Plugin {} has no key, so that it is refused everything: {}", snapshot.name(), e.getMessage());
        }
    }

    private void forgive() {
        if (forgiven) {
            forgiven = false;
            crashes.forget();
        }
    }

    /** A generation that hung may have come back in the meantime. */
    private void requireUnloaded() {
        if (library != null) {
            unload();
        }
        if (library != null) {
            throw new PluginException("the generation before must have let go of its library: it still hangs in a "
                    + "call; stop Hawser to get rid of it");
        }
    }

    private void loadLibrary() throws IOException {
        PluginHeader header = PluginHeader.parse(bundle.getHeaders("").get(NativePluginConstants.HEADER));
        PluginDeclaration declaration = header.declaration(settings(header));
        String execution = declaration.execution().orElseGet(() -> usualExecution(declaration));
        snapshot = snapshot.declared(execution, declaration.events().stream().map(DeclaredEvent::name).toList());
        LibraryFile file = new LibraryFile(fileName(header.library()), bytes(header.library()),
                declaration.limits());
        declaration.sha256().ifPresent(file::requireDigest);
        if (System.getProperty("os.name").equals("Linux")) {
            ElfFile.require(file, System.getProperty("os.arch"));
        }
        library = libraries.load(execution, file);
        EventName name = EventName.of(library.name());
        names.claim(name, this);
        snapshot = snapshot.named(library.name(), library.version(), library.apiVersion());
        PluginIdentity identity =
                new PluginIdentity(library.name(), true, bundle.getBundleId(), snapshot.generation());
        PluginPlan plan = PluginPlan.of(declaration, name, permissions(declaration), settings);
        generation = Generation.start(services, library, identity, plan,
                (dead, crash) -> supervisor.run(() -> bury(dead, crash)));
        register(plan.events());
        generation.whenBroken((broken, failure) -> supervisor.run(() -> giveUp(broken, failure)));
    }

    /** A bundle was made by somebody on purpose, and so was a digest; a bare library just lies there. */
    private String usualExecution(PluginDeclaration declaration) {
        boolean bare = LibraryBundle.isAt(bundle.getLocation());
        return bare && declaration.sha256().isEmpty() ? settings.trust() : "thread";
    }

    /** What its header or its settings say it sends and handles. */
    private Permissions permissions(PluginDeclaration declaration) {
        String header = bundle.getHeaders("").get(Permissions.HEADER);
        return header == null ? new Permissions(declaration.send(), declaration.handle()) : Permissions.parse(header);
    }

    private Map<String, Object> settings(PluginHeader header) throws IOException {
        if (header.settings().isEmpty()) {
            return Map.of();
        }
        return SettingsFile.read(header.settings().get(), bytes(header.settings().get()), services.codecs());
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private byte[] bytes(String path) throws IOException {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            throw new PluginException("the header " + NativePluginConstants.HEADER
                    + " must name a file of its bundle: there is no " + path + " in " + bundle.getSymbolicName());
        }
        try (InputStream stream = entry.openStream()) {
            return stream.readAllBytes();
        }
    }

    private void register(List<DeclaredEvent> events) {
        held = generation.key();
        PluginSnapshot active =
                snapshot.active(held.key().fingerprint(), events.stream().map(DeclaredEvent::name).toList());
        withdraw();
        published = new PluginServices(context, this, active, generation.target(), held);
        become(active);
    }

    /** Takes it down; waits for a load that is under way. */
    synchronized void stop() {
        wanted = false;
        names.withdraw(this);
        if (generation != null) {
            become(snapshot.draining());
        }
        boolean returned = shutDown();
        withdraw();
        if (returned) {
            unload();
        }
        if (library == null && snapshot.state() != PluginState.STOPPED) {
            become(snapshot.stopped());
        }
    }

    /** False if the plugin hangs. */
    private boolean shutDown() {
        if (generation == null) {
            return true;
        }
        try {
            generation.stop(settings.times());
            return true;
        } catch (Generation.Hung e) {
            become(snapshot.failed("hung: shutdown was required to return within "
                    + settings.times().shutdownNs() / 1_000_000 + " ms and has not; its library stays loaded"));
            return false;
        } finally {
            generation = null;
            withdraw();
        }
    }

    private void withdraw() {
        if (published != null) {
            published.close();
            published = null;
        }
    }

    /* ---- crashes ---- */

    /** Its process has died. The name stays its own, and its events stay its own, too: who asks is told. */
    private synchronized void bury(Generation dead, Crash crash) {
        if (generation != dead) {
            return; // it was stopped meanwhile
        }
        generation = null;
        dead.bury(crash.summary());
        published.bury();
        letGo();
        become(snapshot.crashed(crash.summary()));
        supervisor.report(snapshot, crash)
                .ifPresent(file -> LOG.info("The crash of plugin {} is told in {}", snapshot.name(), file));
        restartOrGiveUp(crash.summary());
    }

    /** Its channel was overwritten: nobody else has it than the plugin. */
    private synchronized void giveUp(Generation broken, ChannelException failure) {
        if (generation == broken) {
            fail("its channel must make sense, and was overwritten; plugin:start starts it again: "
                    + failure.getMessage());
        }
    }

    private void restartOrGiveUp(String reason) {
        OptionalLong delayNs = crashes.add(System.nanoTime(), supervisor.policy());
        if (delayNs.isPresent()) {
            become(snapshot.restarting());
            supervisor.runAfter(delayNs.getAsLong(), this::load);
        } else {
            wanted = false;
            become(snapshot.quarantined("it crashed " + crashes.count() + " times within "
                    + TimeUnit.NANOSECONDS.toMillis(supervisor.policy().windowNs()) + " ms, the last time so: "
                    + reason + "; plugin:start starts it again"));
        }
    }

    /** A start after a crash that fails is another crash. */
    private void fail(String reason) {
        shutDown();
        if (crashes.count() > 0) {
            letGo();
            become(snapshot.crashed(reason));
            restartOrGiveUp(reason);
        } else {
            withdraw();
            unload();
            become(snapshot.failed(reason));
        }
    }

    /** Of a dead library; the plugin keeps its name. */
    private void letGo() {
        if (library != null) {
            libraries.unload(library);
            library = null;
        }
    }

    private void unload() {
        names.release(this);
        if (library == null) {
            return;
        }
        LoadedPlugin.Unloaded unloaded = libraries.unload(library);
        if (unloaded == LoadedPlugin.Unloaded.STILL_MAPPED) {
            LOG.warn("The library of plugin {} cannot be unloaded: its code stays mapped", snapshot.name());
        }
        library = unloaded == LoadedPlugin.Unloaded.HUNG ? library : null;
    }

    /** Whether its library still runs although it was stopped; asks again whether it has come back. */
    synchronized boolean isHung() {
        if (library != null && generation == null) {
            unload();
        }
        return library != null && generation == null;
    }

    private void become(PluginSnapshot next) {
        snapshot = next;
        if (ENDS.contains(next.state())) {
            LOG.error("Plugin {} is {}: {}", next.name(), next.state(), next.reason().orElse(""));
        } else {
            LOG.info("Plugin {} is {}", next.name(), next.state());
        }
    }
}
