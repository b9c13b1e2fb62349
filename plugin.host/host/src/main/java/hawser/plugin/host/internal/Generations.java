// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.PluginIdentity;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The generations of one plugin: which one serves, and how another takes over. One control thread at a time. */
final class Generations {
    /*
     * Overlap: begin the new one; pause; wait until the old one has handled all that it took, and its answers were
     * handed over; save the old one's state and load it into the new one; switch; end the old one. Stop-first: pause
     * and wait; save; end the old one; begin the new one, or else the old one's source again; load; switch. From the
     * pause to the switch requests wait in the SwitchedTarget.
     */
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    private static final long LOOK_NS = 20_000;
    /** How late a look may usually be: more of a pause is no time in which the plugin could have gone on. */
    private static final long LATE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** How long streams may go on, once a new generation is ready, before they are ended. */
    private static final long STREAMS_NS = TimeUnit.SECONDS.toNanos(1);

    /** How long the answers of what was handled may take until another generation answers, too. */
    private static final long ORDER_NS = TimeUnit.SECONDS.toNanos(1);

    private final HostServices services;
    private final Supplier<PluginTimes> times;
    private final LoadedLibraries libraries;
    private final long bundleId;
    private final Consumer<LoadedPlugin> check;
    private final BiConsumer<Generation, Crash> onCrash;
    private final Leftovers leftovers;
    private SwitchedTarget target;
    private Generation serving;

    /** The check is made of each plugin that was loaded, before it runs, and may throw. */
    Generations(HostServices services, Supplier<PluginTimes> times, LoadedLibraries libraries, long bundleId,
            Consumer<LoadedPlugin> check, BiConsumer<Generation, Crash> onCrash) {
        this.services = services;
        this.times = times;
        this.libraries = libraries;
        this.leftovers = new Leftovers(libraries);
        this.bundleId = bundleId;
        this.check = check;
        this.onCrash = onCrash;
    }

    /** The one that serves, or null. */
    Generation serving() {
        return serving;
    }

    /** The place in the router of the one that serves. */
    SwitchedTarget target() {
        return target;
    }

    /** Has a generation serve: in the place of the one before, if it handles the same; whether it does. */
    boolean begin(PluginSource source, int number) {
        serving = start(source, number);
        boolean inPlace = target != null && target.mayGoOnWith(serving.target());
        if (inPlace) {
            target.resume(serving.target());
        } else {
            target = new SwitchedTarget(serving.target());
        }
        return inPlace;
    }

    /** {@return what the plugin is called, asked in a process of its own, of which nothing is left} */
    String nameOf(PluginSource source) {
        LoadedPlugin alone = source.drivenBy(ProcessExecution.NAME).load(libraries);
        leftovers.unload(alone);
        return alone.name();
    }

    /** Loads and starts a generation, which does not serve yet; if that fails, nothing is left of it. */
    private Generation start(PluginSource source, int number) {
        LoadedPlugin library = source.load(libraries);
        try {
            check.accept(library);
            PluginIdentity identity = new PluginIdentity(library.name(), true, bundleId, number);
            return Generation.start(services, library, source, identity,
                    source.plan(library), onCrash);
        } catch (RuntimeException | Error e) {
            leftovers.unload(library);
            throw e;
        }
    }

    /** Has another generation take over from the one that serves; if that fails, this one still serves, or none. */
    void swap(PluginSource next, int number) {
        requireSwappable(serving.source(), next);
        next.prepare(libraries); // while the one before serves
        if (next.declaration().swap() == PluginDeclaration.Swap.STOP_FIRST) {
            replace(next, number);
        } else {
            overlap(next, number);
        }
    }

    private static void requireSwappable(PluginSource old, PluginSource next) {
        Optional<String> unique = old.uniqueSymbol();
        if (unique.isPresent() && next.isInProcess()) {
            throw new PluginException("a library must be one that can be unloaded, to be swapped in this process: "
                    + old.library().name() + " has the unique symbol " + unique.get() + ", a C++ static that is inline "
                    + "or of a template; it stays loaded, and the next one would get its value. Build both with "
                    + "-fno-gnu-unique, as the SDK does, or set execution=process, or restart Hawser");
        }
    }

    private void overlap(PluginSource next, int number) {
        Generation begun = start(next, number);
        Generation old = serving;
        try {
            pause();
            handOver(begun.loads() ? old.save(times.get()).orElse(null) : null, begun);
        } catch (RuntimeException | Error e) {
            target.resume(old.target());
            endAfter(e, begun);
            throw e;
        }
        goOn(begun);
        awaitAnswers(old, times.get().shutdownNs());
        end(old);
    }

    private void replace(PluginSource next, int number) {
        Generation old = serving;
        byte[] state = pauseAndSave(old);
        serving = null;
        if (!end(old)) {
            throw new PluginException("hung: shutdown of the generation before must return before another is begun");
        }
        try {
            goOn(start(next, number, state));
        } catch (RuntimeException | Error e) {
            goBack(old, number, state, e);
            throw e;
        }
    }

    /** Its source serves again; that it does not comes after why it has to. */
    private void goBack(Generation old, int number, byte[] state, Throwable failure) {
        try {
            goOn(start(old.source(), number, state));
        } catch (RuntimeException | Error e) {
            LOG.error("The generation before of plugin {} cannot be begun again", old.plugin().name(), e);
            failure.addSuppressed(e);
        }
    }

    /** Null if it leaves nothing; it goes on if that fails. */
    private byte[] pauseAndSave(Generation old) {
        try {
            pause();
            awaitAnswers(old, times.get().shutdownNs());
            return old.save(times.get()).orElse(null);
        } catch (RuntimeException | Error e) {
            target.resume(old.target());
            throw e;
        }
    }

    private Generation start(PluginSource source, int number, byte[] state) {
        Generation begun = start(source, number);
        try {
            handOver(state, begun);
            return begun;
        } catch (RuntimeException | Error e) {
            endAfter(e, begun);
            throw e;
        }
    }

    /** Its failure is the reason that is told. */
    private void endAfter(Throwable failure, Generation begun) {
        try {
            end(begun);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void handOver(byte[] state, Generation next) {
        if (state != null && next.loads()) {
            next.load(state, times.get());
        }
        if (next.isDead()) {
            throw new PluginException("a plugin must live to take over: " + next.end());
        }
    }

    private void goOn(Generation next) {
        target.resume(next.target());
        serving = next;
    }

    /** Requests wait from now on, until the target is resumed, and those before were handled. */
    private void pause() {
        target.pause();
        Generation old = serving;
        if (!await(old, old.target()::isHandled, STREAMS_NS)) {
            old.target().endStreams();
            if (!await(old, old.target()::isHandled, times.get().shutdownNs())) {
                throw new PluginException("the plugin must take what it was sent before another takes over: it has "
                        + "not within " + TimeUnit.NANOSECONDS.toMillis(times.get().shutdownNs())
                        + " ms; update it again");
            }
        }
        Committed said = old.target().committed(); // the ends of streams, too: who ends later is cut off
        await(old, () -> old.target().isAnswered() && said.isHandedOver(), ORDER_NS);
    }

    /** Waits until a generation that is held has come so far, unless it dies: false if the time was over. */
    private static boolean await(Generation old, BooleanSupplier reached, long timeoutNs) {
        WatchedTime watched = new WatchedTime(System.nanoTime());
        while (!old.isDead() && !reached.getAsBoolean()) {
            if (watched.look(System.nanoTime(), LATE_NS) >= timeoutNs) {
                return false;
            }
            LockSupport.parkNanos(old, LOOK_NS);
        }
        return true;
    }

    /** What was handled was answered, too, unless the plugin takes its time for that. */
    private static void awaitAnswers(Generation old, long timeoutNs) {
        await(old, old.target()::isAnswered, timeoutNs);
    }

    /** Ends the one that serves: false if it hangs. */
    boolean stop() {
        Generation old = serving;
        serving = null;
        return old == null || end(old);
    }

    /** What waits for a generation fails. */
    void close() {
        if (target != null) {
            target.end();
        }
    }

    /** Its process is gone by itself: whether it was the one that served. */
    boolean bury(Generation dead) {
        if (serving != dead) {
            return false; // it was ended meanwhile
        }
        serving = null;
        end(dead);
        return true;
    }

    private boolean end(Generation old) {
        if (old.isDead()) {
            old.bury();
            return leftovers.unload(old.plugin());
        }
        try {
            old.stop(times.get());
        } catch (Generation.Hung e) {
            leftovers.add(old.plugin());
            return false;
        }
        return leftovers.unload(old.plugin());
    }

    /** What is left of those that ended. Any thread. */
    Leftovers leftovers() {
        return leftovers;
    }

    /** It has not come back from a call for too long: its requests fail, and it is waited for no more. */
    void abandon(Generation hanging, String reason) {
        serving = null;
        hanging.abandon(reason);
        leftovers.add(hanging.plugin());
    }
}
