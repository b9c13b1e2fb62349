// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts that a test has. */
record SomeParts(Optional<Channels> channels, Optional<EventCatalog> catalog, Optional<PluginHost> host)
        implements Parts {
    SomeParts(Optional<Channels> channels, Optional<EventCatalog> catalog) {
        this(channels, catalog, Optional.empty());
    }

    /** {@return a service of which one method is called, which gives that} */
    static <T> T giving(Class<T> type, String method, Object result) {
        return giving(type, Map.of(method, () -> result));
    }

    /** {@return a service of which those methods are called, which give what they are to give then} */
    static <T> T giving(Class<T> type, Map<String, Supplier<?>> results) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
            if (results.containsKey(called.getName())) {
                return results.get(called.getName()).get();
            }
            if (called.getReturnType() == Optional.class) {
                return Optional.empty();
            }
            throw new UnsupportedOperationException(called.getName());
        }));
    }

    @Override
    public Optional<Settings> settings() {
        return Optional.empty();
    }
}
