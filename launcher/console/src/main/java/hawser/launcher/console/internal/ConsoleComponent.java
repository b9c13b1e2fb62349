// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import hawser.launcher.console.Console;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the console while it is configured to be open. Without a configuration no class of it is loaded. */
@Component(service = {}, immediate = true, configurationPid = ConsoleConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConsoleConfig.class)
public final class ConsoleComponent {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleComponent.class);

    private final BundleContext context;
    private final CommandProcessor processor;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile EventCatalog catalog;

    private ConsoleServer server;
    private ServiceRegistration<Console> registration;

    @Activate
    public ConsoleComponent(BundleContext context, @Reference CommandProcessor processor, ConsoleConfig config) {
        this.context = context;
        this.processor = processor;
        open(config);
    }

    @Modified
    void modified(ConsoleConfig config) {
        close();
        open(config);
    }

    @Deactivate
    void close() {
        if (server != null) {
            registration.unregister();
            server.close();
            server = null;
        }
    }

    private void open(ConsoleConfig config) {
        if (!config.enabled()) {
            return;
        }
        TokenFile file = new TokenFile(Path.of(home(), "data", "console.token"));
        try {
            Sessions sessions = new Sessions(file.read(), System::nanoTime);
            Commands commands = new Commands(processor);
            server = new ConsoleServer(new Site(sessions, commands,
                    new Looks(commands, this::statistics, instance(), config.interval(), System::nanoTime)),
                    config.port());
            String address = server.address();
            registration = context.registerService(Console.class, () -> address + "#" + sessions.ticket(), null);
            LOG.info("The console is at {}; console:url gives a link that logs in; the token is in {}", address,
                    file.path());
        } catch (IOException e) {
            LOG.error("The console cannot be opened: {}; set another port by config:set {} port N, or mend the file, "
                    + "then config:set {} enabled true", e.getMessage(), ConsoleConfig.PID, ConsoleConfig.PID);
        }
    }

    private List<EventStatistics> statistics() {
        EventCatalog known = catalog;
        return known == null ? List.of() : known.statistics();
    }

    private String home() {
        return Objects.requireNonNullElse(context.getProperty("hawser.home"), ".");
    }

    private Map<String, Object> instance() {
        Map<String, Object> instance = new LinkedHashMap<>();
        instance.put("version", Objects.requireNonNullElse(context.getProperty("hawser.version"), ""));
        instance.put("home", home());
        instance.put("pid", ProcessHandle.current().pid());
        return instance;
    }
}
