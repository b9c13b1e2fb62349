// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Codec;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
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

    private final PluginBundle bundle;
    private final HostServices services;
    private final PluginSettings settings;
    private final PluginNames names;
    private final Supervisor supervisor;
    private final Generations generations;
    private final CrashHistory crashes = new CrashHistory();
    private final String bundleName;
    private final PluginLife life;
    /** By which it is configured; a guess, until its library has said it. */
    private String name;
    private final PublishedPlugin published;
    private Configured applied;
    private volatile Optional<String> chosen = Optional.empty();
    private volatile boolean renewed;
    private volatile boolean wanted;
    private volatile boolean forgiven;

    HostedPlugin(Bundle bundle, BundleContext context, HostServices services, PluginSettings settings,
            PluginNames names, LoadedLibraries libraries, Supervisor supervisor) {
        this.bundle = new PluginBundle(bundle, context);
        this.published = new PublishedPlugin(context, this);
        this.services = services;
        this.settings = settings;
        this.names = names;
        this.supervisor = supervisor;
        this.generations = new Generations(services, () -> settings.common().times(), libraries,
                bundle.getBundleId(), this::introduce, (dead, crash) -> supervisor.run(() -> bury(dead, crash)));
        this.bundleName = this.bundle.name();
        this.name = PluginExtender.guessName(bundle);
        this.life = new PluginLife(PluginSnapshot.installed(bundleName, bundle.getBundleId()), services.changes());
    }

    @Override
    public PluginInfo info() {
        return published.keyed(life.now().remaining(generations.leftovers().told()));
    }

    /** {@return how often it was started again because it had crashed} */
    int restarts() {
        return crashes.restarts();
    }

    /** Whether its bundle says, as it is now, that it is a plugin. */
    boolean isDeclared() {
        return bundle.isDeclared();
    }

    /** Its bundle was started: the next {@link #load()} is to bring it up. */
    void want() {
        forgiven = true;
        wanted = true;
    }

    /** Brings up what its bundle holds now, if that is still wanted; what stands against it becomes its state. */
    void load() {
        Generation begun = loadOrNull();
        if (begun != null) {
            begun.speak(); // to listeners that may do anything: without the lock
        }
    }

    private synchronized Generation loadOrNull() {
        Generation before = generations.serving();
        if (!wanted || !bundle.isActive() || services.keys().get() == null) {
            return null;
        }
        if (before == null && lacksCodec()) {
            life.learn(life.now().notUpdated("it waits for a codec of JSON, to read its settings: start the bundle "
                    + "hawser.transport.router"));
            return null;
        }
        forgive();
        if (before == null) {
            renewed = false;
            life.become(life.now().loading());
            attempt(this::begin, this::fail);
        }
        if (generations.serving() != null && isOtherThanIsWanted()) {
            attempt(this::swap, this::keepServing);
        }
        return generations.serving() == before ? null : generations.serving();
    }

    private boolean isOtherThanIsWanted() {
        return renewed || bundle.hasChanged() || generations.serving().source().isOther(applied, configured());
    }

    /** Whether what its bundle holds was taken up, for better or worse. */
    synchronized boolean isUpToDate() {
        return bundle.isActive() && !renewed && !bundle.hasChanged();
    }

    /** The next {@link #load()} is to begin another generation, also if its bundle holds what it did. */
    void renew() {
        renewed = true;
    }

    /** The configuration knows it by its name or its bundle's. */
    private Configured configured() {
        return settings.of(name, bundleName, chosen);
    }

    /** The next {@link #load()} is to drive it so, and each one after it. */
    void choose(Optional<String> execution) {
        chosen = execution;
    }

    /** {@return what was chosen} */
    Optional<String> chosen() {
        return chosen;
    }

    private boolean lacksCodec() {
        return bundle.namesSettings() && services.codecs().apply(Codec.JSON) == null;
    }

    private void attempt(Attempt action, Consumer<String> onFailure) {
        bundle.take();
        applied = configured();
        action.failure(bundle).ifPresent(onFailure);
    }

    /** Keys are issued again: those of before are dead. */
    void meetKeys() {
        if (!renewKey()) {
            load();
        }
    }

    /** Whether there is somebody who needs it. */
    private synchronized boolean renewKey() {
        Generation serving = generations.serving();
        try {
            if (serving != null) {
                serving.key().request();
            }
        } catch (PluginException | TransportException e) {
            LOG.warn("Plugin {} has no key, so that it is refused everything: {}", life.now().name(), e.getMessage());
        }
        return serving != null;
    }

    private void forgive() {
        if (forgiven) {
            forgiven = false;
            crashes.forget();
        }
    }

    private void begin() throws IOException {
        if (generations.leftovers().hangs() && bundle.isWhatHung()) {
            throw new PluginException("the generation before must have let go of its library: it still hangs in a "
                    + "call; stop Hawser to get rid of it");
        }
        PluginSource source = source();
        life.learn(life.now().declared(source.execution(), source.declaredEvents()));
        register(generations.begin(source, life.now().generation()));
    }

    /** What its bundle holds now, and how it is driven. */
    private PluginSource source() throws IOException {
        PluginSource source = bundle.source(services.codecs(), applied);
        if (applied.execution().isPresent() || !source.isInProcess() || !settings.isolatesSome()) {
            return source;
        }
        applied = settings.of(nameOf(source), bundleName, chosen);
        return source.configured(applied);
    }

    /** The configuration knows plugins by their names, and only a library's own code tells its name. */
    private String nameOf(PluginSource source) {
        try {
            return generations.nameOf(source);
        } catch (PluginException e) {
            throw new PluginException("the plugin was asked for its name in a process of its own, for "
                    + IsolationConfig.PID + " has plugins isolated by name: " + e.getMessage() + ". execution="
                    + bundleName + "=" + source.execution() + " there would have it loaded without that", e);
        }
    }

    /** A plugin that was loaded says who it is. */
    private void introduce(LoadedPlugin plugin) {
        names.claim(EventName.of(plugin.name()), this);
        if (generations.serving() == null) {
            name = plugin.name();
            life.learn(life.now().named(plugin.name(), plugin.version(), plugin.apiVersion()));
        }
    }

    /** What crashed is still known to whoever asks, and comes back there. */
    private void register(boolean inPlace) {
        Generation serving = generations.serving();
        PluginSnapshot active = activeAs(serving);
        published.publish(active, generations.target(), serving.key(), inPlace);
        life.become(active);
        watch(serving);
    }

    private PluginSnapshot activeAs(Generation serving) {
        return life.now().active(serving.key().key().fingerprint(), serving.target().eventNames());
    }

    private void watch(Generation serving) {
        serving.whenHanging(hanging -> supervisor.run(() -> giveUpOn(hanging)));
        serving.whenBroken((broken, failure) -> supervisor.run(() -> giveUp(broken, failure)));
    }

    /** What the bundle holds now takes over from the generation that serves, unless that was made from the same. */
    private void swap() throws IOException {
        Generation old = generations.serving();
        boolean anew = renewed;
        renewed = false;
        PluginSource next = source();
        if (!anew && next.isSameAs(old.source())) {
            life.learn(activeAs(old)); // an update that came to nothing before is taken back
            return;
        }
        try {
            generations.swap(next, life.now().generation() + 1);
        } finally {
            Generation now = generations.serving();
            if (now != null && now != old) {
                follow(old, now);
            }
        }
    }

    private void follow(Generation old, Generation now) {
        names.keepOnly(EventName.of(now.plugin().name()), this);
        name = now.plugin().name();
        life.learn(life.now().next(now.plugin(), now.source().execution(), life.now().generation() + 1));
        if (!now.target().handlesAsMuchAs(old.target())) {
            register(false);
            return;
        }
        PluginSnapshot active = activeAs(now);
        published.goOn(active, now.key());
        life.become(active);
        watch(now);
    }

    /** A swap came to nothing; if the generation before could not go on either, the plugin has failed. */
    private void keepServing(String reason) {
        if (generations.serving() == null) {
            generations.close();
            fail(reason);
        } else {
            names.keepOnly(EventName.of(life.now().name()), this);
            life.learn(life.now().notUpdated("it was not updated: " + reason));
            LOG.error("Plugin {} was not updated, and serves as before: {}", life.now().name(), reason);
        }
    }

    /** Its bundle stops: whether it may be to come back with other content, so that the plugin goes on meanwhile. */
    boolean mayComeBack() {
        return life.now().state() == PluginState.ACTIVE && bundle.mayComeBack();
    }

    /** Its bundle is away: how often it has been. */
    synchronized int leave() {
        return bundle.leave();
    }

    /** The bundle has had its time, unless it came back, and may be away once more. */
    synchronized void stopUnlessBack(int absence) {
        if (bundle.isAwaySince(absence)) {
            stop();
        }
    }

    /** Takes it down; waits for a load that is under way. */
    synchronized void stop() {
        wanted = false;
        names.withdraw(this);
        if (generations.serving() != null) {
            life.become(life.now().draining());
        }
        boolean returned = shutDown();
        published.withdraw();
        if (returned) {
            names.release(this);
        }
        if (!generations.leftovers().hangs() && life.now().state() != PluginState.STOPPED) {
            life.become(life.now().stopped());
        }
    }

    /** False if the plugin hangs. */
    private boolean shutDown() {
        boolean returned = generations.stop();
        if (!returned) {
            bundle.markHung();
            life.become(life.now().failed("hung: shutdown was required to return within "
                    + settings.common().times().shutdownNs() / 1_000_000
                    + " ms and has not; its library stays loaded"));
        }
        return returned;
    }

    /* ---- crashes ---- */

    /** Its process has died. The name stays its own, and its events stay its own, too: who asks is told. */
    private synchronized void bury(Generation dead, Crash crash) {
        if (!generations.bury(dead)) {
            LOG.warn("A generation of plugin {} that ended has crashed: {}", life.now().name(), crash.summary());
            return;
        }
        published.bury();
        life.become(life.now().crashed(crash.summary()));
        supervisor.report(life.now(), crash)
                .ifPresent(file -> LOG.info("The crash of plugin {} is told in {}", life.now().name(), file));
        restartOrGiveUp(crash.summary());
    }

    /** A generation has not come back from a call: nobody waits for it any more. */
    private synchronized void giveUpOn(Generation hanging) {
        if (generations.serving() == hanging) {
            generations.abandon(hanging, "a call of it has not returned in time");
            published.withdraw();
            bundle.markHung();
            life.become(life.now().failed("hung: each call of it must return within hang.timeout, and one has not; its "
                    + "library stays loaded until it does. Replace the library, or have it run with execution=process, "
                    + "where it can be stopped"));
        }
    }

    /** Its channel was overwritten: nobody else has it than the plugin. */
    private synchronized void giveUp(Generation broken, ChannelException failure) {
        if (generations.serving() == broken) {
            fail("its channel must make sense, and was overwritten; plugin:start starts it again: "
                    + failure.getMessage());
        }
    }

    private void restartOrGiveUp(String reason) {
        OptionalLong delayNs = crashes.add(System.nanoTime(), supervisor.policy());
        if (delayNs.isPresent()) {
            life.become(life.now().restarting());
            supervisor.runAfter(delayNs.getAsLong(), this::load);
        } else {
            wanted = false;
            life.become(life.now().quarantined(crashes.tooMany(supervisor.policy(), reason)));
        }
    }

    /** A start after a crash that fails is another crash. */
    private void fail(String reason) {
        if (!shutDown()) {
            published.withdraw();
            return; // that is the reason now
        }
        if (crashes.count() > 0) {
            published.bury();
            life.become(life.now().crashed(reason));
            restartOrGiveUp(reason);
            return;
        }
        published.withdraw();
        names.release(this);
        life.become(life.now().failed(reason));
    }

    /** Whether {@link #isHung()} is worth to be asked. */
    boolean hasHung() {
        return generations.leftovers().hasHung();
    }

    /** Whether its library still runs although it was stopped; asks again whether it has come back. */
    synchronized boolean isHung() {
        return generations.leftovers().hangs();
    }
}
