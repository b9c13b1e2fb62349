// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.metatype.AD;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * What a bundle says about one setting.
 *
 * @param definition as Felix has read it
 */
record Attribute(AD definition) {
    private static final List<String> TRUTHS = List.of("true", "false");

    String key() {
        return definition.getID();
    }

    String description() {
        return definition.getDescription() == null ? "" : definition.getDescription();
    }

    String standard() {
        String[] values = definition.getDefaultValue();
        return values == null ? "" : String.join(",", values);
    }

    /** {@return what holds where it has no value, in words} */
    String withoutValue() {
        return definition.getDefaultValue() == null ? "as if it were not configured"
                : "the standard value " + standard();
    }

    boolean isList() {
        return definition.getCardinality() != 0;
    }

    /** {@return the values it can have, in words that follow "must be"} */
    String accepts() {
        String one = options().isEmpty() ? kind() + range() : "one of " + String.join(", ", options());
        return isList() ? "a list, parted by commas, of values that are each " + one : one;
    }

    private List<String> options() {
        String[] values = definition.getOptionValues();
        return values == null ? List.of() : Arrays.stream(values).sorted().toList();
    }

    private String kind() {
        return switch (definition.getType()) {
            case AttributeDefinition.LONG, AttributeDefinition.INTEGER, AttributeDefinition.SHORT,
                 AttributeDefinition.BYTE -> "a whole number";
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> "a number";
            case AttributeDefinition.BOOLEAN -> "true or false";
            default -> "a text";
        };
    }

    private String range() {
        String min = definition.getMin();
        String max = definition.getMax();
        if (min == null && max == null) {
            return "";
        }
        String unit = definition.getType() == AttributeDefinition.STRING ? " letters" : "";
        if (min != null && max != null) {
            return " from " + min + " to " + max + unit;
        }
        return min == null ? " up to " + max + unit : " of at least " + min + unit;
    }

    /**
     * Checks a value.
     *
     * @param raw from a file or a program
     * @return it as its component reads it best
     * @throws IllegalArgumentException if it cannot have that value: what was required, what was found
     */
    Object read(Object raw) {
        String text = text(raw).strip();
        boolean known = definition.getType() != AttributeDefinition.BOOLEAN || isList() || TRUTHS.contains(text);
        String problem = text.isEmpty() && definition.getType() == AttributeDefinition.STRING
                ? null : definition.validate(text);
        if (!known || problem != null && !problem.isEmpty()) {
            throw new IllegalArgumentException(key() + " must be " + accepts() + ": found " + key() + '=' + text);
        }
        if (isList()) {
            return text.isEmpty() ? new String[0]
                    : Arrays.stream(AD.splitList(text)).map(String::strip).toArray(String[]::new);
        }
        return text;
    }

    /** {@return a value as it stands in a file} */
    static String text(Object raw) {
        if (raw instanceof Object[] list) {
            return Arrays.stream(list).map(String::valueOf).collect(Collectors.joining(","));
        }
        if (raw instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return String.valueOf(raw);
    }
}
