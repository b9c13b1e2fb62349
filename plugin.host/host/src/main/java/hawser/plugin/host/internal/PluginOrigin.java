// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.Codec;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the next generation of a plugin is made from: what its bundle holds by then, and what is configured. Whoever has
 * it sees to it that threads take turns, but for {@link #renew} and {@link #choose}.
 */
final class PluginOrigin {
    private final PluginBundle bundle;
    private final PluginSettings settings;
    private final Function<String, Codec> codecs;
    /** By which it is configured; a guess, until its library has said it. */
    private String name;
    private Configured applied;
    private volatile Optional<String> chosen = Optional.empty();
    private volatile boolean renewed;

    PluginOrigin(PluginBundle bundle, PluginSettings settings, Function<String, Codec> codecs) {
        this.bundle = bundle;
        this.settings = settings;
        this.codecs = codecs;
        this.name = bundle.guessName();
    }

    PluginBundle bundle() {
        return bundle;
    }

    PluginTimes times() {
        return settings.common().times();
    }

    /** The plugin has said what it is called. */
    void call(String itself) {
        name = itself;
    }

    /** The next generation is to be another, also if it is made from the same. */
    void renew() {
        renewed = true;
    }

    /** Whether it was to be; it is from now on. */
    boolean takeRenewal() {
        boolean was = renewed;
        renewed = false;
        return was;
    }

    /** The next generation is to be driven so, and each one after it. */
    void choose(Optional<String> execution) {
        chosen = execution;
    }

    /** {@return what was chosen} */
    Optional<String> chosen() {
        return chosen;
    }

    /** The configuration knows it by its name or its bundle's. */
    private Configured configured() {
        return settings.of(name, bundle.name(), chosen);
    }

    /** Whether there may be something else to make a generation from than what this one was made from. */
    boolean isOtherThan(PluginSource serving) {
        return !isTakenUp() || serving.isOther(applied, configured());
    }

    /** Whether what the bundle holds was taken up, for better or worse. */
    boolean isTakenUp() {
        return !renewed && !bundle.hasChanged();
    }

    boolean lacksCodec() {
        return bundle.namesSettings() && codecs.apply(Codec.JSON) == null;
    }

    /** What there is now is taken up; what stands against it, if that comes to nothing. */
    Optional<String> take(Attempt action) {
        bundle.take();
        applied = configured();
        return action.failure(bundle);
    }

    /** {@return the same, with what can be told of a plugin of which nothing is loaded} */
    PluginSnapshot tellOf(PluginSnapshot down) {
        return bundle.tellOf(down, codecs);
    }

    /** {@return what was taken up; the function asks a library what its plugin is called} */
    PluginSource source(Function<PluginSource, String> nameOf) throws IOException {
        PluginSource source = bundle.source(codecs, applied);
        if (applied.execution().isPresent() || !source.isInProcess() || !settings.isolatesSome()) {
            return source;
        }
        applied = settings.of(askName(nameOf, source), bundle.name(), chosen);
        return source.configured(applied);
    }

    /** The configuration knows plugins by their names, and only a library's own code tells its name. */
    private String askName(Function<PluginSource, String> nameOf, PluginSource source) {
        try {
            return nameOf.apply(source);
        } catch (PluginException e) {
            throw new PluginException("the plugin was asked for its name in a process of its own, for "
                    + IsolationConfig.PID + " has plugins isolated by name: " + e.getMessage() + ". execution="
                    + bundle.name() + "=" + source.execution() + " there would have it loaded without that", e);
        }
    }
}
