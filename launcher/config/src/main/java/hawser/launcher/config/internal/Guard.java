// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between what is configured and the components: a value that a setting cannot have does not reach them. The
 * value before it stays, or the standard one; the log says so, once. Thread-safe.
 */
final class Guard implements ConfigurationPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
    /** What others than the author of a file put into a configuration. */
    private static final List<String> FOREIGN = List.of("service.", "felix.fileinstall.", "component.", ".");

    /** What holds of one configuration, and what does not. */
    private record Known(Map<String, Object> good, Map<String, String> refused) {
        Known() {
            this(new HashMap<>(), new HashMap<>());
        }
    }

    private final Function<String, Optional<Definition>> definitions;
    private final Map<String, Known> byPid = new HashMap<>();

    Guard(Function<String, Optional<Definition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> consumer, Dictionary<String, Object> properties) {
        if (properties.get(Constants.SERVICE_PID) instanceof String pid) {
            definitions.apply(pid).ifPresent(definition -> check(pid, definition, properties));
        }
    }

    private synchronized void check(String pid, Definition definition, Dictionary<String, Object> properties) {
        Known known = byPid.computeIfAbsent(pid, name -> new Known());
        Map<String, String> refused = new HashMap<>();
        for (Attribute attribute : definition.attributes()) {
            check(attribute, properties, known, refused);
        }
        List<String> keys = definition.keys();
        for (String key : Collections.list(properties.keys())) {
            if (!keys.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
                refused.put(key, "there is no setting " + key + "; config:show " + pid + " shows those there are");
            }
        }
        refused.forEach((key, why) -> {
            if (!why.equals(known.refused().get(key))) {
                LOG.error("{}: {}", origin(pid, properties), why);
            }
        });
        known.refused().clear();
        known.refused().putAll(refused);
    }

    /** The file to be mended, if it came from one. */
    static String origin(String pid, Dictionary<String, Object> properties) {
        return properties.get(MemberFiles.FILE_NAME) instanceof String file
                ? "conf/" + file.substring(file.lastIndexOf('/') + 1) : "Configuration " + pid;
    }

    private static void check(Attribute attribute, Dictionary<String, Object> properties, Known known,
            Map<String, String> refused) {
        String key = attribute.key();
        Object raw = properties.get(key);
        if (raw == null) {
            known.good().remove(key);
            return;
        }
        try {
            Object value = attribute.read(raw);
            properties.put(key, value);
            known.good().put(key, value);
        } catch (IllegalArgumentException e) {
            Object former = known.good().get(key);
            refused.put(key, e.getMessage() + "; what holds is " + (former == null ? attribute.withoutValue()
                    : "the value before it, " + Attribute.text(former)));
            if (former == null) {
                properties.remove(key);
            } else {
                properties.put(key, former);
            }
        }
    }

    /** A configuration was deleted. */
    synchronized void forget(String pid) {
        byPid.remove(pid);
    }

    /** {@return the value that holds, if one is configured} */
    synchronized Optional<String> value(String pid, String key) {
        Known known = byPid.get(pid);
        return known == null ? Optional.empty() : Optional.ofNullable(known.good().get(key)).map(Attribute::text);
    }

    /** {@return why what is configured does not hold} */
    synchronized Optional<String> refused(String pid, String key) {
        Known known = byPid.get(pid);
        return known == null ? Optional.empty() : Optional.ofNullable(known.refused().get(key));
    }
}
