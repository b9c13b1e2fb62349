// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Whether two types of the same name, in the class spaces of two bundles, are defined alike: so that a value of one
 * can be carried over as a document to the other.
 */
final class Definitions {
    private final Set<Pair> compared = new HashSet<>();

    private record Pair(Type one, Type other) {
    }

    private Definitions() {
    }

    /** How they differ, with both bundles named; empty if they do not. */
    static Optional<String> difference(Type one, Type other) {
        return Optional.ofNullable(new Definitions().compare(one, other));
    }

    /** Null if they are alike; what is being compared already counts as alike, so that types may contain themselves. */
    private String compare(Type one, Type other) {
        if (one.equals(other) || !compared.add(new Pair(one, other))) {
            return null;
        }
        if (one instanceof ParameterizedType first && other instanceof ParameterizedType second) {
            return compareAll(first, second);
        }
        if (one instanceof Class<?> first && other instanceof Class<?> second
                && first.getName().equals(second.getName())) {
            return compareClasses(first, second);
        }
        return one.getTypeName() + " is not " + other.getTypeName();
    }

    private String compareAll(ParameterizedType one, ParameterizedType other) {
        Type[] ones = one.getActualTypeArguments();
        Type[] others = other.getActualTypeArguments();
        String found = compare(one.getRawType(), other.getRawType());
        if (found == null && ones.length != others.length) {
            found = one + " is not " + other;
        }
        for (int i = 0; found == null && i < ones.length; i++) {
            found = compare(ones[i], others[i]);
        }
        return found;
    }

    private String compareClasses(Class<?> one, Class<?> other) {
        if (one.isArray() && other.isArray()) {
            return compare(one.getComponentType(), other.getComponentType());
        }
        if (one.isEnum() || other.isEnum()) {
            return Objects.equals(constants(one), constants(other)) ? null
                    : describe(one, constants(one)) + ", " + describe(other, constants(other));
        }
        Map<String, Type> ones = parts(one);
        Map<String, Type> others = parts(other);
        if (!ones.keySet().equals(others.keySet())) {
            return describe(one, ones) + ", " + describe(other, others);
        }
        for (Map.Entry<String, Type> part : ones.entrySet()) {
            String found = compare(part.getValue(), others.get(part.getKey()));
            if (found != null) {
                return describe(one, ones) + ", " + describe(other, others) + ": at " + part.getKey() + ", " + found;
            }
        }
        return null;
    }

    private static Set<String> constants(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Object constant : type.isEnum() ? type.getEnumConstants() : new Object[0]) {
            names.add(((Enum<?>) constant).name());
        }
        return names;
    }

    /** A record's components; of any other class, the fields that make up its state. */
    private static Map<String, Type> parts(Class<?> type) {
        Map<String, Type> parts = new TreeMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                parts.put(component.getName(), component.getGenericType());
            }
            return parts;
        }
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            Arrays.stream(each.getDeclaredFields()).filter(Definitions::isState)
                    .forEach(field -> parts.put(field.getName(), field.getGenericType()));
        }
        return parts;
    }

    private static boolean isState(Field field) {
        return (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0 && !field.isSynthetic();
    }

    private static String describe(Class<?> type, Map<String, Type> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach((name, part) -> text.append(text.isEmpty() ? "" : ", ").append(part.getTypeName()).append(' ')
                .append(name));
        return describe(type) + '(' + text + ')';
    }

    private static String describe(Class<?> type, Set<String> constants) {
        return describe(type) + (type.isEnum() ? constants.stream().sorted().toList().toString() : " is no enum");
    }

    private static String describe(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        return type.getName() + (bundle == null ? "" : " of bundle " + bundle.getSymbolicName());
    }
}
