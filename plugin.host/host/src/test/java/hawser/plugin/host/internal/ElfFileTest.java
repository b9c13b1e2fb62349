// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElfFileTest {
    private static final int LENGTH = 64 + 56 + 100 + 64;

    /** A header, one segment of 100 bytes behind its table, and one section's entry at the end. */
    private static ByteBuffer library() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).putShort(16, (short) 3).putShort(18, (short) 62);
        bytes.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
        bytes.putLong(40, 64 + 56 + 100).putShort(58, (short) 64).putShort(60, (short) 1);
        return bytes.putInt(64, 1).putLong(64 + 8, 64 + 56).putLong(64 + 32, 100);
    }

    private static void require(byte[] bytes) {
        ElfFile.require(new LibraryFile("lib.so", bytes, Map.of(), Map.of()), "amd64");
    }

    private static void assertRefused(byte[] bytes, String why) {
        PluginException refused = assertThrows(PluginException.class, () -> require(bytes));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    @Test
    void shouldTakeAWholeLibraryForThisMachine() {
        assertDoesNotThrow(() -> require(library().array()));
    }

    @Test
    void shouldRefuseItWhereverItIsCut() {
        byte[] whole = library().array();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(PluginException.class, () -> require(cut), "length=" + length);
        }
    }

    @Test
    void shouldRefuseWhatIsNoLibrary() {
        assertRefused("#!/bin/sh and much more text, so that it is as long as a header is".getBytes(), "ELF");
        assertRefused(library().putShort(16, (short) 2).array(), "-shared");
    }

    @Test
    void shouldRefuseAnotherMachine() {
        assertRefused(library().putShort(18, (short) 183).array(), "machine=aarch64");
        assertRefused(library().put(4, (byte) 1).array(), "another class");
        assertRefused(library().put(5, (byte) 2).array(), "another class");
    }

    @Test
    void shouldRefuseATableThatLies() {
        assertRefused(library().putLong(32, Long.MAX_VALUE).array(), "segment table");
        assertRefused(library().putLong(64 + 32, -1).array(), "segment 0");
        assertRefused(library().putLong(40, LENGTH + 1).array(), "section table");
        assertRefused(library().putShort(56, (short) -1).array(), "segment table");
    }
}
