// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.channel.Channels;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/** The parts that a test has. */
record SomeParts(Optional<Channels> channels, Optional<EventCatalog> catalog) implements Parts {
    /** {@return a service of which one method is called, which gives that list} */
    static <T> T giving(Class<T> type, String method, List<?> list) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
            if (called.getName().equals(method)) {
                return list;
            }
            if (called.getReturnType() == Optional.class) {
                return Optional.empty();
            }
            throw new UnsupportedOperationException(called.getName());
        }));
    }

    @Override
    public Optional<PluginHost> host() {
        return Optional.empty();
    }

    @Override
    public Optional<Settings> settings() {
        return Optional.empty();
    }
}
