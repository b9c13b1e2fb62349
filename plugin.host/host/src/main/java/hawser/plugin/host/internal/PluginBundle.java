// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.transport.Codec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;

/** A plugin's bundle, and how far what it holds was taken up. Whoever has it sees to it that threads take turns. */
final class PluginBundle {
    private final Bundle bundle;
    private final Bundle framework;
    private long taken;
    private long hung;

    PluginBundle(Bundle bundle, BundleContext context) {
        this.bundle = bundle;
        this.framework = context.getBundle(0);
    }

    long id() {
        return bundle.getBundleId();
    }

    /** {@return what its plugin is called as long as its library has not said it} */
    String name() {
        if (RefusedJar.isOnly(bundle)) {
            return RefusedJar.pluginName(bundle);
        }
        return LibraryBundle.isAt(bundle.getLocation()) ? LibraryBundle.pluginName(bundle.getLocation())
                : bundle.getSymbolicName();
    }

    /** {@return what its plugin may be called, after its library} */
    String guessName() {
        return PluginExtender.guessName(bundle);
    }

    /** Whether it says, as it is now, that it is a plugin. */
    boolean isDeclared() {
        return PluginExtender.isPlugin(bundle);
    }

    /** Whether it only says why the host did not take what it was made around. */
    boolean isRefused() {
        return PluginHeader.isRefused(bundle.getHeaders("").get(NativePluginConstants.HEADER));
    }

    boolean isActive() {
        return bundle.getState() == Bundle.ACTIVE;
    }

    /** At a start of Hawser bundles come in any order, that of a codec it needs, too. */
    boolean namesSettings() {
        return bundle.getHeaders("").get(NativePluginConstants.HEADER).contains(";settings=");
    }

    /** {@return what it holds now} */
    PluginSource source(Function<String, Codec> codecs, Configured configured) throws IOException {
        return PluginSource.of(bundle, codecs, configured);
    }

    /** {@return the same, with what can be told as long as nothing of what it holds is loaded} */
    PluginSnapshot tellOf(PluginSnapshot down, Function<String, Codec> codecs) {
        PluginSnapshot told = down.events().isEmpty() ? down.declared(down.execution(), expectedEvents(codecs)) : down;
        Optional<String> lack = new Requirements(List.of(framework.getBundleContext().getBundles())).lack(bundle);
        return lack.isPresent() ? told.unresolved(lack.get(), isPersistentlyStarted()) : told;
    }

    /** What is wrong with its header is told when it is loaded. */
    private List<String> expectedEvents(Function<String, Codec> codecs) {
        try {
            return PluginSource.eventsOf(bundle, codecs);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    private boolean isPersistentlyStarted() {
        return bundle.getState() != Bundle.UNINSTALLED
                && bundle.adapt(BundleStartLevel.class).isPersistentlyStarted();
    }

    /** What it holds now is taken up. */
    void take() {
        taken = bundle.getLastModified();
    }

    /** Whether it has been updated since. */
    boolean hasChanged() {
        return taken != bundle.getLastModified();
    }

    /** What was taken up hangs. */
    void markHung() {
        hung = taken;
    }

    /** Whether what was taken up is what hung before. */
    boolean isWhatHung() {
        return taken == hung;
    }

    /** Whether, while it stops, it is to run again: it is being updated, as it seems. */
    boolean mayComeBack() {
        return isPersistentlyStarted() && framework.getState() == Bundle.ACTIVE;
    }

    boolean isAway() {
        return bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING;
    }

    @Override
    public String toString() {
        return bundle.getSymbolicName();
    }
}
