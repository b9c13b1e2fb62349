// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import hawser.transport.Event;
import hawser.transport.Events;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest header of a plugin's bundle, read: {@code
 * native/libecho.so;events="echo:message:send";execution=thread}.
 *
 * @param library the path of the library in the bundle
 * @param events the names of the events it handles; none = {@code plugin:<name>:send}
 * @param execution how it is driven
 */
record PluginHeader(String library, List<String> events, String execution) {
    private static final Pattern ATTRIBUTE = Pattern.compile(";\\s*([\\w.-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"]*))\\s*");
    private static final Set<String> KNOWN = Set.of("events", "execution");

    static PluginHeader parse(String header) {
        int end = header.indexOf(';');
        String library = (end < 0 ? header : header.substring(0, end)).strip();
        if (library.isEmpty()) {
            throw malformed(header, "it must begin with the path of the library in the bundle");
        }
        Map<String, String> attributes = attributes(header, end < 0 ? header.length() : end);
        return new PluginHeader(library, names(attributes.getOrDefault("events", "")),
                attributes.getOrDefault("execution", "thread"));
    }

    private static Map<String, String> attributes(String header, int from) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(header).region(from, header.length());
        int read = from;
        while (matcher.lookingAt()) {
            String value = matcher.group(2) == null ? matcher.group(3).strip() : matcher.group(2);
            if (!KNOWN.contains(matcher.group(1)) || attributes.put(matcher.group(1), value) != null) {
                throw malformed(header,
                        "its attributes are " + KNOWN + ", each once: found " + matcher.group(1));
            }
            read = matcher.end();
            matcher.region(read, header.length());
        }
        if (read != header.length()) {
            throw malformed(header, "attributes are written name=\"value\": found " + header.substring(read));
        }
        return attributes;
    }

    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        for (String name : list.split(",")) {
            if (!name.isBlank()) {
                names.add(Events.defineNamed(name.strip()).define(byte[].class, byte[].class).name());
            }
        }
        return List.copyOf(names);
    }

    private static PluginException malformed(String header, String why) {
        return new PluginException("the header " + NativePluginConstants.HEADER + " must be well-formed: " + why
                + ": header=" + header);
    }

    /** The events of the plugin of that name, each from bytes to bytes. */
    List<Event<?, ?>> eventsOf(EventName name) {
        List<Event<?, ?>> defined = new ArrayList<>();
        for (String event : events.isEmpty() ? List.of("plugin:" + name.text() + ":send") : events) {
            defined.add(Events.defineNamed(event).define(byte[].class, byte[].class));
        }
        return defined;
    }
}
