// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.hostile;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Looks for some bytes, or for a text that spells them, in everything that can be reached by reflection: fields of any
 * visibility, static ones too, and what collections hold.
 */
final class HeapSearch {
    private record Step(Object object, Step from, String by) {
        String path() {
            return (from == null ? "" : from.path() + " -> ") + by;
        }
    }

    private static final int MOST = 5_000_000;

    private final byte[] bytes;
    private final List<String> texts;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Step> open = new ArrayDeque<>();
    private final List<String> found = new ArrayList<>();
    private int unread;

    HeapSearch(byte[] bytes) {
        this.bytes = bytes;
        String hex = HexFormat.of().formatHex(bytes);
        this.texts = List.of(hex, hex.toUpperCase(Locale.ROOT), Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), Arrays.toString(bytes));
        seen.add(bytes);
        seen.add(this);
        seen.add(open);
        seen.add(found);
    }

    void from(Object object, String name) {
        add(object, null, name);
    }

    private void add(Object object, Step from, String by) {
        if (object != null && seen.size() < MOST && seen.add(object)) {
            open.add(new Step(object, from, by));
        }
    }

    /** Where it was found; and that it gave up, if it did. */
    List<String> run() {
        while (!open.isEmpty()) {
            Step step = open.poll();
            try {
                visit(step);
            } catch (RuntimeException | LinkageError e) {
                unread++;
            }
        }
        if (seen.size() >= MOST) {
            found.add("gave up after " + MOST + " objects");
        }
        return found;
    }

    /** How many objects it saw, and how many fields and objects could not be read. */
    String extent() {
        return seen.size() + " objects, " + unread + " unread";
    }

    private void visit(Step step) {
        Object object = step.object();
        if (object instanceof byte[] array) {
            look(array, step);
        } else if (object instanceof CharSequence || object instanceof char[]) {
            look(object instanceof char[] array ? new String(array) : object.toString(), step);
        } else if (object instanceof ByteBuffer buffer && buffer.hasArray()) {
            look(buffer.array(), step);
        } else if (object instanceof Object[] array) {
            Arrays.stream(array).forEach(each -> add(each, step, "[]"));
        } else if (!object.getClass().isArray()) {
            open(object, step);
        }
    }

    private void look(byte[] array, Step step) {
        if (indexOf(array, bytes) >= 0) {
            found.add(step.path());
        } else {
            look(new String(array, StandardCharsets.ISO_8859_1), step);
        }
    }

    private void look(String text, Step step) {
        if (texts.stream().anyMatch(text::contains)) {
            found.add(step.path());
        }
    }

    private static int indexOf(byte[] array, byte[] part) {
        for (int i = 0; i + part.length <= array.length; i++) {
            if (Arrays.equals(array, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private void open(Object object, Step step) {
        openByContent(object, step);
        if (object instanceof Class<?> type) {
            openFields(type, null, step);
        } else {
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                add(type, step, "class");
                openFields(type, object, step);
            }
        }
    }

    /** The platform's own classes do not let their fields be read: what they hold is asked for. */
    private void openByContent(Object object, Step step) {
        if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(key, step, "key");
                add(value, step, "{" + (key instanceof String ? key : "") + "}");
            });
        } else if (object instanceof Collection<?> all) {
            all.forEach(each -> add(each, step, "()"));
        } else if (object instanceof Dictionary<?, ?> dictionary) {
            dictionary.elements().asIterator().forEachRemaining(each -> add(each, step, "{}"));
        } else if (object instanceof Optional<?> optional) {
            add(optional.orElse(null), step, "?");
        } else if (object instanceof AtomicReference<?> reference) {
            add(reference.get(), step, "*");
        } else if (object instanceof AtomicReferenceArray<?> array) {
            for (int i = 0; i < array.length(); i++) {
                add(array.get(i), step, "[*]");
            }
        } else if (object instanceof Reference<?> reference) {
            add(reference.get(), step, "~");
        } else if (object instanceof CompletableFuture<?> future && future.isDone()) {
            add(future.exceptionally(failure -> null).getNow(null), step, "!");
        }
    }

    private void openFields(Class<?> type, Object object, Step step) {
        for (Field field : type.getDeclaredFields()) {
            boolean ofClass = Modifier.isStatic(field.getModifiers());
            if (!field.getType().isPrimitive() && ofClass == (object == null)) {
                try {
                    field.setAccessible(true);
                    add(field.get(object), step, type.getSimpleName() + '.' + field.getName());
                } catch (RuntimeException | IllegalAccessException | LinkageError e) {
                    unread++;
                }
            }
        }
    }
}
