// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an administrator allows, at one time. Immutable.
 *
 * @param rules by the name of a plugin, or the symbolic name of a bundle that declares no plugin name
 * @param othersAllowed whether bundles without a plugin name and a rule may do anything, or nothing
 */
record Narrowing(Map<String, Permissions> rules, boolean othersAllowed) {
    static final Narrowing NONE = new Narrowing(Map.of(), true);

    Narrowing {
        rules = Map.copyOf(rules);
    }

    /** A plugin's own events; what it declared, as far as its rule goes; for others only their rule counts. */
    Grants of(PluginIdentity caller, Permissions declared) {
        Permissions rule = rules.get(caller.name());
        if (caller.verified()) {
            Predicate<String> own = own(caller);
            return new Grants(new PermittedEvents(own.or(both(declared.send(), rule == null ? null : rule.send()))),
                    new PermittedEvents(own.or(both(declared.handle(), rule == null ? null : rule.handle()))));
        }
        Permissions allowed = rule != null ? rule : othersAllowed ? Permissions.all() : Permissions.none();
        return new Grants(new PermittedEvents(any(allowed.send())), new PermittedEvents(any(allowed.handle())));
    }

    private static Predicate<String> own(PluginIdentity plugin) {
        String prefix = "plugin:" + plugin.segment() + ':';
        return plugin.segment().isEmpty() ? event -> false : event -> event.startsWith(prefix);
    }

    private static Predicate<String> both(List<String> declared, List<String> rule) {
        return rule == null ? any(declared) : any(declared).and(any(rule));
    }

    /** A lone star stands for every name, another for one segment. */
    private static Predicate<String> any(List<String> patterns) {
        if (patterns.contains("*")) {
            return event -> true;
        }
        String alternatives = patterns.stream()
                .map(pattern -> List.of(pattern.split(":", -1)).stream()
                        .map(segment -> segment.equals("*") ? "[^:]+" : Pattern.quote(segment))
                        .collect(Collectors.joining(":")))
                .collect(Collectors.joining("|"));
        Pattern names = Pattern.compile(alternatives, Pattern.DOTALL);
        return event -> !patterns.isEmpty() && names.matcher(event).matches();
    }
}
