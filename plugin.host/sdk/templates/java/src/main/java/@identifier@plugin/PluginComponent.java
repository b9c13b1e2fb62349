package @identifier@plugin;

import hawser.transport.Registration;
import hawser.transport.Transport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Handles the plugin's event for as long as its bundle is started. */
@Component(service = PluginComponent.class, immediate = true)
public final class PluginComponent {
    private final Registration registration;

    @Activate
    public PluginComponent(@Reference Transport transport) {
        registration = transport.on(Greeting.GREET, (name, context) -> Greeting.of(name));
    }

    @Deactivate
    void close() {
        registration.close();
    }
}
