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
    private final List<String> came = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final BundleContext context = TestGeneration.stand(BundleContext.class, (proxy, method, arguments) ->
            register(((Class<?>) arguments[0]).getSimpleName()));
    private final PluginServices services = new PluginServices(context,
            TestGeneration.stand(NativePlugin.class, (proxy, method, arguments) -> null),
            PluginSnapshot.installed("a", 7), TestGeneration.stand(Target.class, (proxy, method, arguments) -> null),
            TestGeneration.key());

    private ServiceRegistration<?> register(String service) {
        came.add(service);
        return registration(service);
    }

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

    /** Whoever asks meanwhile meets the target, which is never away. */
    @Test
    void shouldComeBackWhereItsTargetStayed() {
        services.bury();
        services.revive(PluginSnapshot.installed("a", 7), TestGeneration.key());

        assertEquals(List.of(Target.class.getSimpleName(), NativePlugin.class.getSimpleName(),
                NativePlugin.class.getSimpleName()), came);
        assertEquals(List.of(NativePlugin.class.getSimpleName()), left);

        services.close();
        assertEquals(List.of(NativePlugin.class.getSimpleName(), Target.class.getSimpleName(),
                NativePlugin.class.getSimpleName()), left);
    }
}
