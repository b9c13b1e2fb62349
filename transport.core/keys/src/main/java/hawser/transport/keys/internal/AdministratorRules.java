// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.Permissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an administrator's permissions from the configurations of {@link PermissionsConfig#FACTORY_PID}. Whatever of
 * one cannot be read permits nothing.
 */
final class AdministratorRules {
    private static final Logger LOG = LoggerFactory.getLogger(AdministratorRules.class);
    private static final String FILTER = "(service.factoryPid=" + PermissionsConfig.FACTORY_PID + ")";

    private static final String MEMBER = PermissionsConfig.FACTORY_PID + '~';

    private AdministratorRules() {
    }

    /** The rules of the moment, by name; several for one name all hold. */
    static Map<String, Permissions> read(ConfigurationAdmin admin) {
        Map<String, List<Dictionary<String, Object>>> byName = new HashMap<>();
        for (Configuration configuration : configurations(admin)) {
            Dictionary<String, Object> values = configuration.getProperties();
            if (values != null) {
                byName.computeIfAbsent(name(configuration, values), name -> new ArrayList<>()).add(values);
            }
        }
        Map<String, Permissions> rules = new HashMap<>();
        byName.forEach((name, all) -> rules.put(name, rule(name, all)));
        return rules;
    }

    private static Configuration[] configurations(ConfigurationAdmin admin) {
        try {
            Configuration[] found = admin.listConfigurations(FILTER);
            return found == null ? new Configuration[0] : found;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("permissions must be readable from the configuration admin", e);
        }
    }

    private static String name(Configuration configuration, Dictionary<String, Object> values) {
        if (values.get("plugin") instanceof String name && !name.isBlank()) {
            return name.strip();
        }
        String pid = configuration.getPid();
        return pid.startsWith(MEMBER) ? pid.substring(MEMBER.length()) : refused(pid, values);
    }

    private static String refused(String pid, Dictionary<String, Object> values) {
        LOG.error("{} permits nothing to nobody: plugin=NAME is required, found plugin={}", pid, values.get("plugin"));
        return "";
    }

    private static Permissions rule(String name, List<Dictionary<String, Object>> all) {
        if (all.size() > 1) {
            LOG.error("Plugin {} may do nothing but send and handle its own events: its permissions must be in one "
                    + "configuration, found {}", name, all.size());
            return Permissions.none();
        }
        return new Permissions(patterns(name, "send", all.get(0)), patterns(name, "handle", all.get(0)));
    }

    private static List<String> patterns(String name, String attribute, Dictionary<String, Object> values) {
        Object value = values.get(attribute);
        try {
            List<String> patterns = value == null ? List.of("*") : Permissions.list(text(value));
            return new Permissions(patterns, List.of()).send();
        } catch (IllegalArgumentException e) {
            LOG.error("Plugin {} may {} nothing but its own events: {}", name, attribute, e.getMessage());
            return List.of();
        }
    }

    private static String text(Object value) {
        if (value instanceof String[] list) {
            return String.join(",", list);
        }
        if (value instanceof Collection<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("patterns are text or a list of it: found " + value.getClass().getName());
    }
}
