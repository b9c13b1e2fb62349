// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.plugin.host.PluginException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library as it was read, to be loaded from these bytes and no others.
 *
 * @param name the file's last name, for messages and memory maps
 * @param bytes nobody changes them
 * @param limits of its process, if it has one of its own, where they are not as for all
 * @param companions what must lie beside it, by path from its folder
 */
record LibraryFile(String name, byte[] bytes, Map<String, String> limits, Map<String, byte[]> companions) {
    /** {@return the SHA-256 of the library, or, if it has companions, of what sha256sum prints of all; 64 digits} */
    String digest() {
        if (companions.isEmpty()) {
            return digest(bytes);
        }
        StringBuilder lines = new StringBuilder();
        all().forEach((path, file) -> lines.append(digest(file)).append("  ").append(path).append('\n'));
        return digest(lines.toString().getBytes(UTF_8));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** {@return it and its companions, by path from its folder, in order} */
    Map<String, byte[]> all() {
        Map<String, byte[]> all = new TreeMap<>(companions);
        all.put(name, bytes);
        return all;
    }

    boolean isSameAs(LibraryFile other) {
        return name.equals(other.name) && Arrays.equals(bytes, other.bytes) && limits.equals(other.limits)
                && companions.keySet().equals(other.companions.keySet()) && companions.entrySet().stream()
                .allMatch(each -> Arrays.equals(each.getValue(), other.companions.get(each.getKey())));
    }

    /** A symbol of it, or of a companion, that the loader keeps one of. */
    Optional<String> uniqueSymbol() {
        return dynamics().flatMap(each -> each.uniqueSymbol().stream()).findFirst();
    }

    private Stream<ElfDynamics> dynamics() {
        return all().values().stream().filter(ElfFile::isElf).map(ElfDynamics::new);
    }

    /** What of it may keep the loader from letting it go: what that is, in words. */
    Optional<String> tie() {
        return dynamics().flatMap(each -> each.tie().stream()).findFirst();
    }

    /** The names by which the loader knows its companions. */
    Set<String> companionNames() {
        return companions.entrySet().stream().filter(each -> ElfFile.isElf(each.getValue()))
                .map(each -> new ElfDynamics(each.getValue()).soname()
                        .orElse(each.getKey().substring(each.getKey().lastIndexOf('/') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether none of its companions, or another library of its name, is loaded into this process. */
    boolean isAlone() {
        return companionNames().stream().noneMatch(LibraryFile::isLoaded);
    }

    private static boolean isLoaded(String name) {
        return NativeCore.hawser_library_is_loaded(name) != 0;
    }

    /** Refuses a library whose companions the loader would take for others that it has. */
    void requireAlone() {
        companionNames().stream().filter(LibraryFile::isLoaded).findFirst().ifPresent(other -> {
            throw new PluginException("a library beside a plugin must be the only one of its name in this process: "
                    + other + ", which " + name + " needs, is loaded already, and the loader would hand out that one; "
                    + "set execution=process; or swap=stop-first, if it is of the generation before; or build it with "
                    + "another soname");
        });
    }

    /** Refuses a library that is not the one that was pinned. */
    void requireDigest(String pinned) {
        String found = digest();
        if (!found.equals(pinned)) {
            throw new PluginException("the library must be the one that its sha256 pins: " + name + " has sha256="
                    + found + ", required sha256=" + pinned + "; if it was replaced on purpose, pin the new one"
                    + (companions.isEmpty() ? "" : "; with files beside it, it is that of what sha256sum prints of all "
                    + "of them, in order of their names"));
        }
    }
}
