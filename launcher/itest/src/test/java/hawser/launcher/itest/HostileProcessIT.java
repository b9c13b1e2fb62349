// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** A plugin in a process of its own that is after keys: whatever it can read there, none is within its reach. */
public class HostileProcessIT extends Isolated {
    private static final PluginIdentity VICTIM = new PluginIdentity("victim", true, 1, 1);
    private static final int SECRET_LENGTH = 32;
    private static final int FINGERPRINT_BYTES = 6;
    /** Of which all that can be written is searched; the range, then what is mapped there. */
    private static final Pattern WRITABLE =
            Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw.([sp]) \\S+ \\S+ \\S+ *(.*)");

    /** A mapping of its memory. */
    private record Mapping(long begin, long end, boolean shared, String file) {
    }

    /**
     * The second key is one that it was sent: as long as that is found, so would its own be. Who is not root cannot
     * look at its memory at all, be it that of another process of the same user.
     */
    @Test
    public void shouldHoldNoKeyAndShareNoMemoryThatHasAName() throws Exception {
        Bundle echo = start(install(echoJar(), "process"));
        assertEchoWorks();
        long pid = runners().get(0);
        PluginKeyManager keys = service(PluginKeyManager.class);
        AtomicReference<byte[]> secret = new AtomicReference<>();
        PluginKey told = keys.requestKey(VICTIM, Permissions.none(), (key, bytes) -> secret.set(bytes.clone()));
        send(ECHO, secret.get());
        Set<String> wanted = keys.keys().stream().map(PluginKey::fingerprint).collect(Collectors.toSet());

        assertTrue(wanted.toString(), wanted.contains(plugin(echo).keyFingerprint().orElseThrow()));
        assertEquals(Set.of(), search(Files.readAllBytes(Path.of("/proc/" + pid, "cmdline")), wanted));
        if (Files.isReadable(Path.of("/proc/" + pid, "mem"))) {
            assertEquals(Set.of(), search(Files.readAllBytes(Path.of("/proc/" + pid, "environ")), wanted));
            assertEquals(Set.of(told.fingerprint()), searchMemory(pid, wanted));
            assertSharesOnlyWhatHasNoName(pid);
        } else {
            assertFalse(Files.isReadable(Path.of("/proc/" + pid, "environ")));
        }
        Cases.row(63, "process", "memory, environ, cmdline, maps", "no key within its reach, no memory with a name");
        keys.revokeKey(told);
        echo.uninstall();
    }

    private static Set<String> searchMemory(long pid, Set<String> wanted) throws Exception {
        Set<String> found = new TreeSet<>();
        try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (Mapping mapping : mappings(pid)) {
                byte[] bytes = new byte[(int) (mapping.end() - mapping.begin())];
                memory.seek(mapping.begin());
                memory.readFully(bytes);
                found.addAll(search(bytes, wanted));
            }
        }
        return found;
    }

    private static List<Mapping> mappings(long pid) throws IOException {
        List<Mapping> mappings = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
            Matcher mapping = WRITABLE.matcher(line);
            if (mapping.matches()) {
                mappings.add(new Mapping(Long.parseLong(mapping.group(1), 16), Long.parseLong(mapping.group(2), 16),
                        mapping.group(3).equals("s"), mapping.group(4)));
            }
        }
        assertFalse(mappings.isEmpty());
        return mappings;
    }

    /** A fingerprint is how the hash of its key begins: any bytes that have it are that key. */
    private static Set<String> search(byte[] bytes, Set<String> wanted) throws GeneralSecurityException {
        Set<String> found = new TreeSet<>();
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i + SECRET_LENGTH <= bytes.length; i++) {
            if (bytes[i] != 0 || bytes[i + 1] != 0 || bytes[i + 2] != 0) { // most of it was never written
                hash.update(bytes, i, SECRET_LENGTH);
                String fingerprint = HexFormat.of().formatHex(hash.digest(), 0, FINGERPRINT_BYTES);
                if (wanted.contains(fingerprint)) {
                    found.add(fingerprint);
                }
            }
        }
        return found;
    }

    /** Nobody finds by guessing what has no name, and whoever has not been given it cannot open it. */
    private static void assertSharesOnlyWhatHasNoName(long pid) throws IOException {
        List<String> shared = mappings(pid).stream().filter(Mapping::shared).map(Mapping::file).toList();
        assertFalse(shared.isEmpty());
        for (String file : shared) {
            assertTrue(file, file.startsWith("/memfd:") && file.endsWith("(deleted)"));
        }
    }
}
