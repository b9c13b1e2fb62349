// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.JMException;
import org.apache.felix.hc.api.HealthCheck;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Offers Hawser's checks as services, and runs all there are. It is there whatever else is missing. */
@Component(service = Health.class, immediate = true, configurationPid = HealthConfig.PID)
@Designate(ocd = HealthConfig.class)
public final class HealthComponent implements Health, Parts {
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Checks checks;
    private final Beans beans;
    private final HttpPort http;

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

    @Activate
    public HealthComponent(BundleContext context, HealthConfig config) throws JMException {
        checks = new Checks(context);
        all(context).forEach((name, check) -> registrations.add(register(context, name, check)));
        beans = new Beans(this);
        http = new HttpPort(this, new MetricsText(this, this));
        http.listen(config.http_port());
    }

    private Map<String, HealthCheck> all(BundleContext context) {
        Map<String, HealthCheck> all = new TreeMap<>(Map.of("plugins", new PluginsCheck(this),
                "channels", new ChannelsCheck(this, System::nanoTime),
                "messages", new MessagesCheck(this, System::nanoTime), "memory", new MemoryCheck(this),
                "orphans", new OrphansCheck(this), "bundles", new BundlesCheck(context),
                "configuration", new ConfigurationCheck(this)));
        String home = context.getProperty("hawser.home");
        if (home != null) {
            all.put("deploy", new DeployCheck(context, Path.of(home, "deploy")));
        }
        return all;
    }

    private static ServiceRegistration<?> register(BundleContext context, String name, HealthCheck check) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HealthCheck.NAME, name);
        properties.put(HealthCheck.TAGS, new String[] {"hawser"});
        return context.registerService(HealthCheck.class, check, properties);
    }

    @Modified
    void modified(HealthConfig config) {
        http.listen(config.http_port());
    }

    @Deactivate
    void deactivate() throws JMException {
        http.listen(0);
        beans.close();
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Override
    public List<String> names() {
        return checks.names();
    }

    @Override
    public List<HealthFinding> check() {
        return checks.check();
    }

    @Override
    public List<HealthFinding> check(String name) {
        return checks.check(name);
    }

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
