// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.config.SettingGroup;
import hawser.launcher.config.Settings;
import hawser.launcher.console.Console;
import hawser.launcher.shell.internal.help.Example;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/** {@code console:} the way into the web console. Whoever may use the shell may use that, too. */
@Component(service = ConsoleCommands.class)
@GogoCommand(scope = "console", function = "url")
public final class ConsoleCommands {
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(10);
    private final BundleContext context;
    private final Settings settings;

    @Activate
    public ConsoleCommands(BundleContext context, @Reference Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /**
     * Makes a link.
     *
     * @return the page's address, with what logs in
     * @throws InterruptedException if it was interrupted while the console is being opened
     */
    @Descriptor("prints a link to the web console that logs one browser in, once, within a minute; the console is off "
            + "until config:set hawser.console enabled true")
    @Example("console:url")
    public String url() throws InterruptedException {
        ServiceTracker<Console, Console> console = new ServiceTracker<>(context, Console.class, null);
        console.open();
        try {
            // who has just switched it on need not wait by himself
            Console open = isEnabled() ? console.waitForService(PATIENCE_MS) : null;
            if (open == null) {
                throw new CommandFailure("the web console must be on, and is not: config:set hawser.console enabled"
                        + " true; if that is set, log/hawser.log says why");
            }
            return open.link();
        } finally {
            console.close();
        }
    }

    private boolean isEnabled() {
        return settings.find("hawser.console").map(SettingGroup::settings).orElse(List.of()).stream()
                .anyMatch(setting -> setting.key().equals("enabled") && setting.effective().equals("true"));
    }
}
