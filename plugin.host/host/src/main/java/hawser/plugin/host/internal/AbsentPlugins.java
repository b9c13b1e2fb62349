// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Absence;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tells whoever asks for an event of a plugin that is here and not active: its events come back with it. */
@Component
public final class AbsentPlugins implements Absence {
    private final PluginHost host;

    @Activate
    public AbsentPlugins(@Reference PluginHost host) {
        this.host = host;
    }

    @Override
    public Optional<TransportException> reason(String event) {
        return host.list().stream()
                .filter(plugin -> plugin.state() != PluginState.ACTIVE && plugin.events().contains(event))
                .findFirst()
                .map(plugin -> TransportException.of(ErrorCode.PLUGIN_STOPPED, "plugin " + plugin.name()
                        + " handles " + event + " and must be active: state=" + plugin.state()
                        + plugin.reason().map(reason -> ", reason=" + reason).orElse(remedy(plugin)),
                        event, plugin.name(), null));
    }

    private static String remedy(PluginInfo plugin) {
        return plugin.state() == PluginState.LOADING ? "; ask again when it is"
                : "; plugin:start " + plugin.name() + " starts it";
    }
}
