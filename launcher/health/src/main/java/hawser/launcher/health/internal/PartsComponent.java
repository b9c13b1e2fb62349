// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services that are looked at, as they come and go. It is there whatever is missing. */
@Component(service = PartsComponent.class)
public final class PartsComponent implements Parts {
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile PluginHost host;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Channels channels;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventCatalog catalog;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Settings settings;

    @Override
    public Optional<PluginHost> host() {
        return Optional.ofNullable(host);
    }

    @Override
    public Optional<Channels> channels() {
        return Optional.ofNullable(channels);
    }

    @Override
    public Optional<EventCatalog> catalog() {
        return Optional.ofNullable(catalog);
    }

    @Override
    public Optional<Settings> settings() {
        return Optional.ofNullable(settings);
    }
}
