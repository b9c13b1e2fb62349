// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class HealthComponentTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<Object> offered = new ArrayList<>();
    private final BundleContext context = (BundleContext) Proxy.newProxyInstance(BundleContext.class.getClassLoader(),
            new Class<?>[] {BundleContext.class}, (self, called, given) -> switch (called.getName()) {
                case "registerService" -> register(given[1]);
                case "getProperty" -> null;
                default -> throw new UnsupportedOperationException(called.getName());
            });

    private ServiceRegistration<?> register(Object service) {
        offered.add(service);
        return (ServiceRegistration<?>) Proxy.newProxyInstance(ServiceRegistration.class.getClassLoader(),
                new Class<?>[] {ServiceRegistration.class}, (self, called, given) -> {
                    offered.remove(service);
                    return null;
                });
    }

    /** As nobody has set it. */
    private static HealthConfig config() {
        return (HealthConfig) Proxy.newProxyInstance(HealthConfig.class.getClassLoader(),
                new Class<?>[] {HealthConfig.class}, (self, called, given) -> called.getDefaultValue());
    }

    private static ObjectName name(String name) throws Exception {
        return new ObjectName(name);
    }

    /** Somebody's bean, of a kind that has no further meaning. */
    private static Object bean() throws Exception {
        return new StandardMBean(() -> { }, Runnable.class);
    }

    @AfterEach
    void removeBeans() throws Exception {
        for (String left : List.of("hawser.plugin:type=Plugins", "hawser.transport:type=Channels")) {
            if (server.isRegistered(name(left))) {
                server.unregisterMBean(name(left));
            }
        }
    }

    @Test
    void shouldLeaveNothingWhenItCannotBegin() throws Exception {
        server.registerMBean(bean(), name("hawser.transport:type=Channels"));

        assertThrows(InstanceAlreadyExistsException.class,
                () -> new HealthComponent(context, config(), new PartsComponent()));

        assertEquals(List.of(), offered);
        assertFalse(server.isRegistered(name("hawser.plugin:type=Plugins")));
        assertTrue(server.isRegistered(name("hawser.transport:type=Channels")), "it is another's");
    }

    @Test
    void shouldTakeAllBackWhateverOthersHaveTaken() throws Exception {
        HealthComponent component = new HealthComponent(context, config(), new PartsComponent());
        assertFalse(offered.isEmpty());
        server.unregisterMBean(name("hawser.plugin:type=Plugins"));

        component.deactivate();

        assertEquals(List.of(), offered);
        assertFalse(server.isRegistered(name("hawser.transport:type=Channels")));
    }
}
