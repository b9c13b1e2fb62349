// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * What a whole library tells the loader: its own name, and what ties it to a process. Tables that lead nowhere tell
 * nothing: the loader ignores them, or refuses the library.
 */
final class ElfDynamics {
    private static final int SECTION_LENGTH = 64;
    private static final int DYNAMIC = 6;
    private static final int DYNAMIC_LENGTH = 16;
    private static final int SONAME = 14;
    private static final int FLAGS_1 = 0x6ffffffb;
    private static final int NODELETE = 8;
    private static final int SYMBOLS = 11;
    private static final int SYMBOL_LENGTH = 24;
    private static final int UNIQUE = 10;

    private final ByteBuffer bytes;

    ElfDynamics(byte[] library) {
        this.bytes = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A symbol of a kind that the loader keeps one of for the whole process, and its library with it: a C++ static that
     * is inline, or of a template, is one.
     */
    Optional<String> uniqueSymbol() {
        return orEmpty(() -> table(SYMBOLS).flatMap(symbols -> symbols.first(SYMBOL_LENGTH, symbol ->
                (bytes.get(symbol + 4) & 0xff) >> 4 == UNIQUE && bytes.getShort(symbol + 6) != 0
                        ? Optional.of(symbols.text(bytes.getInt(symbol))) : Optional.empty())));
    }

    /** Whether it has that symbol from another library. */
    boolean imports(String name) {
        return orEmpty(() -> table(SYMBOLS).flatMap(symbols -> symbols.first(SYMBOL_LENGTH, symbol ->
                bytes.getShort(symbol + 6) == 0 && symbols.isText(bytes.getInt(symbol), name) ? Optional.of(name)
                        : Optional.empty()))).isPresent();
    }

    /** What others that need it know it by. */
    Optional<String> soname() {
        return dynamic(SONAME)
                .flatMap(value -> orEmpty(() -> table(DYNAMIC).map(table -> table.text(value.intValue()))));
    }

    /** Whether it asks never to be unloaded. */
    boolean stays() {
        return dynamic(FLAGS_1).filter(flags -> (flags & NODELETE) != 0).isPresent();
    }

    /** What may keep the loader from letting the library go: what that is, in words. */
    Optional<String> tie() {
        Optional<String> unique = uniqueSymbol().map(symbol -> "the unique symbol " + symbol
                + " ties it to this process until Hawser ends; build it with -fno-gnu-unique, as the SDK does");
        if (unique.isPresent()) {
            return unique;
        }
        if (stays()) {
            return Optional.of("it is linked never to be unloaded; link it without -z nodelete");
        }
        return imports("__cxa_thread_atexit") || imports("__cxa_thread_atexit_impl")
                ? Optional.of("it has thread_local objects with destructors, and a thread that it was called on has "
                        + "not ended; execution=thread calls it on one that does, or give these objects no destructors")
                : Optional.empty();
    }

    private Optional<Long> dynamic(int tag) {
        return orEmpty(() -> table(DYNAMIC).flatMap(table -> table.first(DYNAMIC_LENGTH, entry ->
                bytes.getLong(entry) == tag ? Optional.of(bytes.getLong(entry + 8)) : Optional.empty())));
    }

    private static <T> Optional<T> orEmpty(Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private Optional<Table> table(int type) {
        return section(type).stream().mapToObj(section -> new Table((int) bytes.getLong(section + 24),
                (int) bytes.getLong(section + 32),
                (int) bytes.getLong((int) bytes.getLong(40) + bytes.getInt(section + 40) * SECTION_LENGTH + 24)))
                .findFirst();
    }

    private OptionalInt section(int type) {
        for (int i = 0; i < Short.toUnsignedInt(bytes.getShort(60)); i++) {
            int section = (int) bytes.getLong(40) + i * SECTION_LENGTH;
            if (bytes.getInt(section + 4) == type) {
                return OptionalInt.of(section);
            }
        }
        return OptionalInt.empty();
    }

    /** Entries of one length, and where the texts are that they name. */
    private final class Table {
        private final int begin;
        private final int length;
        private final int texts;

        Table(int begin, int length, int texts) {
            this.begin = begin;
            this.length = length;
            this.texts = texts;
        }

        /** What the first entry has that has any. */
        <T> Optional<T> first(int entryLength, IntFunction<Optional<T>> read) {
            for (int entry = begin; entry < begin + length; entry += entryLength) {
                Optional<T> found = read.apply(entry);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        boolean isText(int offset, String text) {
            int at = texts + offset;
            for (int i = 0; i < text.length(); i++) {
                if (bytes.get(at + i) != text.charAt(i)) {
                    return false;
                }
            }
            return bytes.get(at + text.length()) == 0;
        }

        String text(int offset) {
            int end = texts + offset;
            while (bytes.get(end) != 0) {
                end++;
            }
            return new String(bytes.array(), texts + offset, end - texts - offset, StandardCharsets.US_ASCII);
        }
    }
}
