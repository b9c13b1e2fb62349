// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePlugin;
import hawser.plugin.host.PluginCrash;
import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.TransportException;
import hawser.transport.channel.ChannelException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

    private static final Set<PluginState> DOWN =
            EnumSet.of(PluginState.INSTALLED, PluginState.STOPPED, PluginState.FAILED);

    private final PluginBundle bundle;
    private final PluginOrigin origin;
    private final HostServices services;
    private final PluginNames names;
    private final Supervisor supervisor;
    private final Generations generations;
    private final CrashHistory crashes = new CrashHistory();
    private final PluginLife life;
    private final PublishedPlugin published;
    private final Wish wish = new Wish();
    private final Turn turn = new Turn();

    HostedPlugin(Bundle bundle, BundleContext context, HostServices services, PluginSettings settings,
            PluginNames names, LoadedLibraries libraries, Supervisor supervisor) {
        this.bundle = new PluginBundle(bundle, context);
        this.origin = new PluginOrigin(this.bundle, settings, services.codecs());
        this.published = new PublishedPlugin(context, this);
        this.services = services;
        this.names = names;
        this.supervisor = supervisor;
        this.generations = new Generations(services, origin::times, libraries, bundle.getBundleId(),
                this::introduce, (dead, crash) -> supervisor.run(() -> turn.run(() -> bury(dead, crash))));
        this.life = new PluginLife(PluginSnapshot.installed(this.bundle.name(), bundle.getBundleId()),
                services.changes());
    }

    @Override
    public PluginInfo info() {
        PluginSnapshot now = published.keyed(life.now().remaining(generations.leftovers().told()));
        return DOWN.contains(now.state()) ? origin.tellOf(now) : now;
    }

    /** {@return how often it was started again because it had crashed} */
    int restarts() {
        return crashes.restarts();
    }

    /** {@return how it crashed last, since somebody started it} */
    Optional<PluginCrash> crash() {
        return crashes.last();
    }

    /** What the next {@link #load()} takes up. */
    PluginOrigin origin() {
        return origin;
    }

    /** Its bundle was started: the next {@link #load()} is to bring it up. */
    void want() {
        wish.want();
    }

    /** Brings up what its bundle holds now, if that is still wanted; what stands against it becomes its state. */
    void load() {
        Generation begun = turn.get(this::loadOrNull);
        if (begun != null) {
            begun.speak(); // to listeners that may do anything: out of turn
        }
    }

    private Generation loadOrNull() {
        Generation before = generations.serving();
        if (!wish.isWanted() || !bundle.isActive() || services.keys().get() == null || isRefusedAsBefore()) {
            return null;
        }
        if (before == null && origin.lacksCodec()) {
            life.learn(life.now().notUpdated("it waits for a codec of JSON, to read its settings: start the bundle "
                    + "hawser.transport.router"));
            return null;
        }
        forgive();
        if (before == null) {
            origin.takeRenewal();
            life.become(life.now().loading());
            origin.take(this::begin).ifPresent(this::fail);
        }
        if (generations.serving() != null && origin.isOtherThan(generations.serving().source())) {
            origin.take(this::swap).ifPresent(this::keepServing);
        }
        return generations.serving() == before ? null : generations.serving();
    }

    /** Whether what its bundle holds was taken up, for better or worse. */
    boolean isUpToDate() {
        return turn.get(() -> bundle.isActive() && origin.isTakenUp());
    }

    /** Keys are issued again: those of before are dead. */
    void meetKeys() {
        if (!turn.get(this::renewKey)) {
            load();
        }
    }

    /** Whether there is somebody who needs it. */
    private boolean renewKey() {
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

    /** Nothing that comes or changes elsewhere helps it. */
    private boolean isRefusedAsBefore() {
        return !wish.isAnew() && life.now().state() == PluginState.FAILED && origin.isTakenUp() && bundle.isRefused();
    }

    private void forgive() {
        if (wish.takeAnew()) {
            crashes.forget();
        }
    }

    private void begin() throws IOException {
        if (generations.leftovers().hangs() && bundle.isWhatHung()) {
            throw new PluginException("the generation before must have let go of its library: it still hangs in a "
                    + "call; stop Hawser to get rid of it");
        }
        PluginSource source = origin.source(generations::nameOf);
        life.learn(life.now().declared(source.execution(), source.declaredEvents()));
        register(generations.begin(source, life.now().generation()));
    }

    /** A plugin that was loaded says who it is. */
    private void introduce(LoadedPlugin plugin) {
        names.claim(EventName.of(plugin.name()), this);
        if (generations.serving() == null) {
            origin.call(plugin.name());
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
        serving.whenHanging(hanging -> supervisor.run(() -> turn.run(() -> giveUpOn(hanging))));
        serving.whenBroken((broken, failure) -> supervisor.run(() -> turn.run(() -> giveUp(broken, failure))));
    }

    /** What the bundle holds now takes over from the generation that serves, unless that was made from the same. */
    private void swap() throws IOException {
        Generation old = generations.serving();
        boolean anew = origin.takeRenewal();
        PluginSource next = origin.source(generations::nameOf);
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
        origin.call(now.plugin().name());
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

    /** Its bundle is away: which absence this is. */
    int leave() {
        return wish.leave();
    }

    /** The bundle has had its time, unless it came back, and may be away once more. */
    void stopUnlessBack(int absence) {
        turn.run(() -> {
            if (bundle.isAway() && wish.endIfAway(absence)) {
                end();
            }
        });
    }

    /** Its bundle stops: no load from now on brings it up. */
    void unwant() {
        wish.end();
    }

    boolean isWanted() {
        return wish.isWanted();
    }

    /** Ends it; waits for a load that is under way, and for whoever is within what it has said. */
    void takeDown() {
        turn.run(this::end);
    }

    /** Whether it is this thread's turn further up: then nothing about it may be ended from here. */
    boolean isMidway() {
        return turn.isMine();
    }

    /** The same at once, if nobody loads or ends it now: whether that was so. */
    boolean takeDownIfFree() {
        return turn.runIfFree(this::end);
    }

    private void end() {
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
                    + origin.times().shutdownNs() / 1_000_000
                    + " ms and has not; its library stays loaded"));
        }
        return returned;
    }

    /* ---- crashes ---- */

    /** Its process has died. The name stays its own, and its events stay its own, too: who asks is told. */
    private void bury(Generation dead, Crash crash) {
        if (!generations.bury(dead)) {
            LOG.warn("A generation of plugin {} that ended has crashed: {}", life.now().name(), crash.summary());
            return;
        }
        published.bury();
        life.become(life.now().crashed(crash.summary()));
        Optional<Path> report = supervisor.report(life.now(), crash);
        report.ifPresent(file -> LOG.info("The crash of plugin {} is told in {}", life.now().name(), file));
        crashes.remember(life.now(), Instant.now(), report.orElse(null));
        restartOrGiveUp(crash.summary());
    }

    /** A generation has not come back from a call: nobody waits for it any more. */
    private void giveUpOn(Generation hanging) {
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
    private void giveUp(Generation broken, ChannelException failure) {
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
            wish.giveUp();
            life.become(life.now().quarantined(crashes.tooMany(supervisor.policy(), reason)));
        }
    }

    /** A start after a crash that fails counts as another; what there is to be known of the crash stays known. */
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

    /** Whether {@link #staysLoaded()} is worth to be asked. */
    boolean isLoaded() {
        return generations.leftovers().isLoaded();
    }

    /** Whether its library still runs although it was stopped; asks again whether it can be let go. */
    boolean staysLoaded() {
        return turn.get(generations.leftovers()::staysLoaded);
    }
}
