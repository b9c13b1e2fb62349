// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;

/** What is configured for one plugin, as its service's properties; there is one for each configuration. */
@Component(service = PluginConfigComponent.class, configurationPid = PluginConfig.FACTORY_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PluginConfigComponent {
    @Activate
    public PluginConfigComponent() {
    }

    /** There, so that a change does not take the service away in between. */
    @Modified
    void modified() {
    }

    /** {@return the name of the plugin that such properties are about; empty if they do not say} */
    static String plugin(Map<String, Object> properties) {
        String plugin = String.valueOf(properties.getOrDefault("plugin", "")).strip();
        String pid = String.valueOf(properties.getOrDefault(Constants.SERVICE_PID, ""));
        return plugin.isEmpty() && pid.indexOf('~') > 0 ? pid.substring(pid.indexOf('~') + 1) : plugin;
    }
}
