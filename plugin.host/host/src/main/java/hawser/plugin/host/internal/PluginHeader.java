// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest header of a plugin's bundle, read: {@code
 * native/libecho.so;events="echo:message:send";execution=thread}. Its attributes are the fields of a
 * {@link PluginDeclaration}; an event may be followed by its own, as in {@code kv:value:get type=1 response=json}, and
 * {@code limits} are written {@code memory=64MiB files=32}. Fields can also stand in a JSON file of the bundle, which
 * {@code settings} names.
 *
 * @param library the path of the library in the bundle, or its file's name if the bundle has {@link NativeCode}
 * @param settings the path of a JSON file with more fields
 * @param refusal why the host itself, which made the header, did not take the library
 * @param fields the other attributes
 */
record PluginHeader(String library, Optional<String> settings, Optional<String> refusal, Map<String, Object> fields) {
    private static final Pattern ATTRIBUTE = Pattern.compile(";\\s*([\\w.-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"]*))\\s*");
    private static final String SETTINGS = "settings";
    private static final String REFUSED = "refused";
    private static final Pattern REFUSAL = Pattern.compile(";refused=\"[^\"]*\"");

    static PluginHeader parse(String header) {
        int end = header.indexOf(';');
        String library = (end < 0 ? header : header.substring(0, end)).strip();
        if (library.isEmpty()) {
            throw malformed(header, "it must begin with the path of the library in the bundle");
        }
        Map<String, Object> fields = new LinkedHashMap<>(attributes(header, end < 0 ? header.length() : end));
        Optional<String> settings = Optional.ofNullable((String) fields.remove(SETTINGS));
        Optional<String> refusal = Optional.ofNullable((String) fields.remove(REFUSED));
        fields.computeIfPresent("events", (name, list) -> events(header, (String) list));
        fields.computeIfPresent("limits", (name, list) -> named(header, ((String) list).strip().split("\\s+")));
        return new PluginHeader(library, settings, refusal, fields);
    }

    /** {@return a header that says, besides, why the host does not take what is there} */
    static String refuse(String header, String reason) {
        return REFUSAL.matcher(header).replaceAll("") + ';' + REFUSED + "=\""
                + reason.replaceAll("[\"\\p{Cntrl}]", "'") + '"';
    }

    /** Whether a header, which may be null, says so. */
    static boolean isRefused(String header) {
        return header != null && REFUSAL.matcher(header).find();
    }

    private static Map<String, String> attributes(String header, int from) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(header).region(from, header.length());
        int read = from;
        while (matcher.lookingAt()) {
            String value = matcher.group(2) == null ? matcher.group(3).strip() : matcher.group(2);
            if (attributes.put(matcher.group(1), value) != null) {
                throw malformed(header, "each attribute may stand once: found another " + matcher.group(1));
            }
            read = matcher.end();
            matcher.region(read, header.length());
        }
        if (read != header.length()) {
            throw malformed(header, "attributes are written name=\"value\": found " + header.substring(read));
        }
        return attributes;
    }

    private static List<Object> events(String header, String list) {
        List<Object> events = new ArrayList<>();
        for (String each : list.split(",")) {
            if (!each.isBlank()) {
                String[] words = each.strip().split("\\s+", 2);
                Map<String, Object> event = words.length == 1 ? new LinkedHashMap<>()
                        : named(header, words[1].split("\\s+"));
                event.put("name", words[0]);
                events.add(event);
            }
        }
        return events;
    }

    private static Map<String, Object> named(String header, String[] words) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1 || named.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw malformed(header, "within quotes, values are written name=value, each once: found " + word);
            }
        }
        return named;
    }

    private static PluginException malformed(String header, String why) {
        return new PluginException("the header " + NativePluginConstants.HEADER + " must be well-formed: " + why
                + ": header=" + header);
    }

    /** What it declares, together with its settings file, which is empty if it names none. */
    Fields fields(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (all.put(field.getKey(), field.getValue()) != null) {
                throw new PluginException("a field stands in the header " + NativePluginConstants.HEADER + " or in its "
                        + "settings file, not in both: found " + field.getKey());
            }
        }
        return new Fields("the declaration of " + library.substring(library.lastIndexOf('/') + 1)
                + settings.map(file -> " in " + file).orElse(""), all);
    }
}
