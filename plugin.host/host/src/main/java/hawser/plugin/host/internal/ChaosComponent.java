// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.Chaos;
import hawser.plugin.host.PluginException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults on purpose, if the configuration allows them. */
@Component(configurationPid = ChaosConfig.PID)
@Designate(ocd = ChaosConfig.class)
public final class ChaosComponent implements Chaos {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosComponent.class);

    private final Set<IsolatedPlugin> running;
    private volatile boolean enabled;

    @Activate
    public ChaosComponent(@Reference IsolationComponent isolation, ChaosConfig config) {
        running = isolation.running();
        enabled = config.enabled();
    }

    @Modified
    void modified(ChaosConfig config) {
        enabled = config.enabled();
    }

    @Override
    public void kill(String plugin) {
        find("kill", plugin).kill("was killed by chaos:kill");
    }

    @Override
    public void stall(String plugin, Duration time) {
        IsolatedPlugin found = find("stall", plugin);
        found.halt(true);
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(() -> found.halt(false));
    }

    @Override
    public void slow(String plugin, Duration wait) {
        find("slow", plugin).slow(wait.toNanos());
    }

    @Override
    public void corrupt(String plugin) {
        find("corrupt", plugin).corrupt();
    }

    private IsolatedPlugin find(String what, String plugin) {
        if (!enabled) {
            throw new PluginException("faults on purpose must be enabled: " + ChaosConfig.PID
                    + " has enabled=false; config:set " + ChaosConfig.PID + " enabled true, but not in production");
        }
        IsolatedPlugin found = running.stream().filter(each -> each.name().equals(plugin)).findFirst()
                .orElseThrow(() -> new PluginException("faults are for plugins with execution=process: none of the "
                        + "name " + plugin + " runs in a process of its own; plugin:list tells how each runs"));
        LOG.warn("Fault on purpose: {} plugin {}", what, plugin);
        return found;
    }
}
