// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** A library as its headers describe it: looked at before the system's loader is, which runs code and says less. */
final class ElfFile {
    private static final int HEADER_LENGTH = 64;
    private static final int MAGIC = 0x464c457f;
    private static final byte CLASS_64 = 2;
    private static final byte LITTLE_ENDIAN = 1;
    private static final short SHARED = 3;
    private static final int SEGMENT_LENGTH = 56;
    private static final int SECTION_LENGTH = 64;
    private static final Map<Short, String> MACHINES =
            Map.of((short) 3, "x86", (short) 40, "arm", (short) 62, "amd64", (short) 183, "aarch64", (short) 243,
                    "riscv64");

    private final String name;
    private final ByteBuffer bytes;

    private ElfFile(LibraryFile library) {
        this.name = library.name();
        this.bytes = ByteBuffer.wrap(library.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Refuses what is no whole 64-bit shared library for that machine, as {@code os.arch} names it. */
    static void require(LibraryFile library, String machine) {
        ElfFile file = new ElfFile(library);
        file.requireElf();
        file.requireMachine(machine);
        file.requireWhole();
    }

    /** Whether it begins as such a library does. */
    static boolean isElf(byte[] bytes) {
        return bytes.length >= HEADER_LENGTH
                && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MAGIC;
    }

    private void requireElf() {
        int length = bytes.capacity();
        if (length < HEADER_LENGTH || bytes.getInt(0) != MAGIC) {
            throw new PluginException("a plugin must be a shared library in ELF: " + name + " does not begin with its "
                    + "header: length=" + length + "; build it with the SDK's build_plugin.sh");
        }
    }

    private void requireMachine(String machine) {
        boolean is64 = bytes.get(4) == CLASS_64 && bytes.get(5) == LITTLE_ENDIAN;
        String found = MACHINES.getOrDefault(bytes.getShort(18), Integer.toString(bytes.getShort(18)));
        if (!is64 || !found.equals(machine)) {
            throw new PluginException("a plugin must be built for this machine: required machine=" + machine
                    + ", 64-bit, little-endian: " + name + " has machine=" + found + (is64 ? "" : ", another class")
                    + "; build it here, or for this machine");
        }
        if (bytes.getShort(16) != SHARED) {
            throw new PluginException("a plugin must be a shared library: " + name + " has ELF type="
                    + bytes.getShort(16) + "; link it with -shared");
        }
    }

    /** Every table, and every segment, lies inside the file. */
    private void requireWhole() {
        long segments = bytes.getLong(32);
        int count = Short.toUnsignedInt(bytes.getShort(56));
        requireInside("segment table", segments, (long) count * SEGMENT_LENGTH);
        for (int i = 0; i < count; i++) {
            int segment = (int) segments + i * SEGMENT_LENGTH;
            requireInside("segment " + i, bytes.getLong(segment + 8), bytes.getLong(segment + 32));
        }
        requireInside("section table", bytes.getLong(40),
                (long) Short.toUnsignedInt(bytes.getShort(60)) * SECTION_LENGTH);
    }

    private void requireInside(String what, long offset, long length) {
        if (offset < 0 || length < 0 || offset > bytes.capacity() || length > bytes.capacity() - offset) {
            throw new PluginException("a library must be whole: the " + what + " of " + name + " ends behind the file: "
                    + "offset=" + offset + ", length=" + length + ", file length=" + bytes.capacity() + "; if it is "
                    + "being copied, it is loaded when it is complete; else copy it again");
        }
    }
}
