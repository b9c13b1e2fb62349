// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.plugin.host.NativePlugin;
import hawser.transport.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class PluginServicesTest {
    private final List<String> left = new ArrayList<>();
    private final BundleContext context = TestGeneration.stand(BundleContext.class, (proxy, method, arguments) ->
            registration(((Class<?>) arguments[0]).getSimpleName()));
    private final PluginServices services = new PluginServices(context,
            TestGeneration.stand(NativePlugin.class, (proxy, method, arguments) -> null),
            PluginSnapshot.installed("a", 7), TestGeneration.stand(Target.class, (proxy, method, arguments) -> null),
            TestGeneration.key());

    private ServiceRegistration<?> registration(String service) {
        return TestGeneration.stand(ServiceRegistration.class, (proxy, method, arguments) -> {
            if (method.getName().equals("unregister")) {
                left.add(service);
            }
            return null;
        });
    }

    @Test
    void shouldKeepItsTargetToTellWhoAsksHoweverOftenItIsBuried() {
        services.bury();
        services.bury();
        assertEquals(List.of(NativePlugin.class.getSimpleName()), left);

        services.close();
        assertEquals(List.of(NativePlugin.class.getSimpleName(), Target.class.getSimpleName()), left);
    }
}
