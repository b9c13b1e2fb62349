// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Named values of a plugin's header or of its side file. Whoever reads them says which there may be.
 *
 * @param where they stand, for messages
 * @param values by name: texts, numbers, lists and maps of these
 */
record Fields(String where, Map<String, Object> values) {
    private static final int SLIPS = 3;

    /** Refuses names that nobody reads, and says which may have been meant. */
    Fields requireKnown(Collection<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new PluginException(where + " may have the fields " + String.join(", ", known) + ": found " + name
                        + nearest(name, known).map(near -> "; " + near + " may have been meant").orElse(""));
            }
        }
        return this;
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream().min((left, right) -> distance(name, left) - distance(name, right))
                .filter(near -> distance(name, near) <= SLIPS);
    }

    /** How many letters must be put in, left out or replaced to make one of the other. */
    static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text, or a number as one. */
    Optional<String> text(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String || value instanceof Number) {
            return Optional.of(value.toString().strip());
        }
        throw malformed(name, "a text or a number", value);
    }

    /** One of the texts. */
    Optional<String> oneOf(String name, Collection<String> known) {
        Optional<String> text = text(name);
        if (text.isPresent() && !known.contains(text.get())) {
            throw malformed(name, "one of " + String.join(", ", known), text.get());
        }
        return text;
    }

    /** {@code true} or {@code false}; the latter if it is not said. */
    boolean truth(String name) {
        Object value = values.getOrDefault(name, false);
        if (value instanceof Boolean truth) {
            return truth;
        }
        return oneOf(name, List.of("true", "false")).map(Boolean::valueOf).orElse(false);
    }

    /** A list of texts; empty if there is none. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String)) {
                throw malformed(name, "a list of texts", item);
            }
            texts.add((String) item);
        }
        return List.copyOf(texts);
    }

    /** A list of named values; empty if there is none. */
    List<Fields> all(String name) {
        List<Fields> all = new ArrayList<>();
        for (Object item : list(name)) {
            all.add(fields(name, item));
        }
        return all;
    }

    private List<?> list(String name) {
        Object value = values.getOrDefault(name, List.of());
        if (value instanceof List<?> list) {
            return list;
        }
        throw malformed(name, "a list", value);
    }

    /** Named values; none if there is none. */
    Fields fields(String name) {
        return fields(name, values.getOrDefault(name, Map.of()));
    }

    @SuppressWarnings("unchecked") // JSON objects have texts for names
    private Fields fields(String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(name + " in " + where, (Map<String, Object>) map);
        }
        throw malformed(name, "an object of named values", value);
    }

    private PluginException malformed(String name, String required, Object found) {
        return new PluginException(where + ": " + name + " must be " + required + ": found " + name + "=" + found);
    }
}
