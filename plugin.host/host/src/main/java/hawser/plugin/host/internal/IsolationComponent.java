// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;

/** The settings of isolated plugins, as they are configured now. A change holds for what is started from then on. */
@Component(service = IsolationComponent.class, configurationPid = IsolationConfig.PID)
@Designate(ocd = IsolationConfig.class)
public final class IsolationComponent implements Supplier<IsolationSettings> {
    private final Path reports;
    private final Set<IsolatedPlugin> running = new CopyOnWriteArraySet<>();
    private volatile IsolationSettings settings;
    private volatile Runnable onChange = () -> { };

    @Activate
    public IsolationComponent(BundleContext context, IsolationConfig config) {
        reports = reports(context);
        settings = IsolationSettings.of(config, reports);
    }

    /** A bundle's own data goes with the framework's cache; beside the log a report is found, and stays. */
    private static Path reports(BundleContext context) {
        String home = context.getProperty("hawser.home");
        return home == null ? context.getDataFile("crash").toPath() : Path.of(home, "log", "crash");
    }

    @Modified
    void modified(IsolationConfig config) {
        settings = IsolationSettings.of(config, reports);
        onChange.run();
    }

    /** What is done after each change, from now on; it must not block. */
    void onChange(Runnable action) {
        onChange = action;
    }

    /** {@return every plugin that is loaded in a process of its own, in the order of their loads; thread-safe} */
    Set<IsolatedPlugin> running() {
        return running;
    }

    @Override
    public IsolationSettings get() {
        return settings;
    }
}
