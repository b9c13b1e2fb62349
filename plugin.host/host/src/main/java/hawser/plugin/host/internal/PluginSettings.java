// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.framework.Constants;

/** What is configured about plugins, as it is now: for all of them, and for some by their names. Thread-safe. */
final class PluginSettings {
    private static final String LIMIT = "limit.";
    private static final List<String> FIELDS = List.of("execution", "update.interval", "buffer.to-native",
            "buffer.to-renderer", "swap", "send.timeout");

    private final Supplier<IsolationSettings> isolation;
    private final Map<String, Map<String, Object>> byConfiguration = new LinkedHashMap<>();
    private volatile HostSettings common;

    PluginSettings(HostSettings common, Supplier<IsolationSettings> isolation) {
        this.common = common;
        this.isolation = isolation;
    }

    /** {@return what holds for every plugin that is not to be otherwise} */
    HostSettings common() {
        return common;
    }

    void change(HostSettings settings) {
        common = settings;
    }

    /** Takes a configuration for one plugin in place of what it was before. */
    synchronized void put(Map<String, Object> properties) {
        byConfiguration.put(pid(properties), Map.copyOf(properties));
    }

    synchronized void remove(Map<String, Object> properties) {
        byConfiguration.remove(pid(properties));
    }

    private static String pid(Map<String, Object> properties) {
        return String.valueOf(properties.get(Constants.SERVICE_PID));
    }

    /**
     * What holds for one plugin now.
     *
     * @param plugin its name
     * @param bundle its bundle's name, by which it is looked for next
     * @param chosen how it is driven, if a command said so, which goes before all
     * @return it
     */
    Configured of(String plugin, String bundle, Optional<String> chosen) {
        Map<String, Object> named = fields(plugin);
        Map<String, Object> fields = named.isEmpty() ? fields(bundle) : named;
        IsolationSettings processes = isolation.get();
        Optional<String> own = Optional.ofNullable((String) fields.get("execution"));
        return new Configured(common, fields, processes.options(),
                chosen.or(() -> own).or(() -> Optional.ofNullable(processes.executions().get(plugin)))
                        .or(() -> Optional.ofNullable(processes.executions().get(bundle))));
    }

    /** {@return whether any plugin is isolated, whatever it declares} */
    synchronized boolean isolatesSome() {
        return isolation.get().executions().containsValue(ProcessExecution.NAME) || byConfiguration.values().stream()
                .anyMatch(each -> ProcessExecution.NAME.equals(String.valueOf(each.get("execution")).strip()));
    }

    /** As they would stand in its declaration. */
    private synchronized Map<String, Object> fields(String plugin) {
        Map<String, Object> fields = new HashMap<>();
        byConfiguration.values().stream().filter(each -> PluginConfigComponent.plugin(each).equals(plugin))
                .forEach(each -> add(fields, each));
        return Map.copyOf(fields);
    }

    private static void add(Map<String, Object> fields, Map<String, Object> properties) {
        Map<String, Object> limits = new HashMap<>();
        properties.forEach((key, value) -> {
            String text = String.valueOf(value).strip();
            if (!text.isEmpty() && key.startsWith(LIMIT)) {
                limits.put(key.substring(LIMIT.length()), text);
            } else if (!text.isEmpty() && FIELDS.contains(key)) {
                fields.put(key, text);
            }
        });
        if (!limits.isEmpty()) {
            fields.put("limits", Map.copyOf(limits));
        }
    }
}
