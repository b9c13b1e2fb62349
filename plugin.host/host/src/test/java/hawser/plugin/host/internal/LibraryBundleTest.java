// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Also whom files may come from. */
class LibraryBundleTest {
    @TempDir
    private Path folder;

    private Path library;
    private Path settings;

    @BeforeEach
    void write() throws IOException {
        library = Files.writeString(folder.resolve("libp.so"), "library");
        settings = Files.writeString(folder.resolve("libp.json"), "{}");
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void assertRefused(String part) {
        LibraryBundle refused = LibraryBundle.deployed(library);
        assertTrue(refused.refusal().orElse("").contains(part), refused.refusal().orElse("taken"));
        assertEquals(0, refused.library().length);
    }

    @Test
    void shouldHoldTheLibraryAndTheFileBesideIt() {
        LibraryBundle bundle = LibraryBundle.deployed(library);

        assertEquals(Optional.empty(), bundle.refusal());
        assertArrayEquals("library".getBytes(UTF_8), bundle.library());
        assertArrayEquals("{}".getBytes(UTF_8), bundle.settings());
    }

    @Test
    void shouldRefuseTheLibraryWhenTheFileBesideItCannotBeTrusted() throws Exception {
        allow(settings, "rw-r--rw-");
        assertRefused("writable by others: libp.json");
        assertTrue(LibraryBundle.loaded(library).refusal().isPresent());

        Files.delete(settings);
        Files.createSymbolicLink(settings, folder.resolve("nothing"));
        assertRefused("libp.json is not, or leads nowhere");
    }

    @Test
    void shouldRefuseALibraryThatAnybodyCanReplace() throws Exception {
        allow(folder, "rwxrwxrwx");
        assertRefused("the folder of a file must not be writable by others");

        allow(folder, "rwxr-xr-x");
        allow(library, "rw-r--rw-");
        assertRefused("a file must not be writable by others: libp.so");
    }

    @Test
    void shouldTakeAFolderWhereNobodyReplacesWhatIsAnothers() throws Exception {
        assertEquals(0, new ProcessBuilder("chmod", "1777", folder.toString()).start().waitFor());

        assertEquals(Optional.empty(), LibraryBundle.deployed(library).refusal());
    }
}
