// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        String refusal = refused.content().refusal().orElse("taken");
        assertTrue(refusal.contains(part), refusal);
        assertEquals(Map.of(), refused.content().files());
    }

    @Test
    void shouldHoldTheLibraryAndTheFileBesideIt() {
        DroppedLibrary content = LibraryBundle.deployed(library).content();

        assertEquals(Optional.empty(), content.refusal());
        assertEquals(Set.of("libp.so"), content.files().keySet());
        assertArrayEquals("library".getBytes(UTF_8), content.files().get("libp.so"));
        assertArrayEquals("{}".getBytes(UTF_8), content.settings());
    }

    @Test
    void shouldRefuseTheLibraryWhenTheFileBesideItCannotBeTrusted() throws Exception {
        allow(settings, "rw-r--rw-");
        assertRefused("writable by others: libp.json");
        assertTrue(LibraryBundle.loaded(library).content().refusal().isPresent());

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

        assertEquals(Optional.empty(), LibraryBundle.deployed(library).content().refusal());
    }

    @Test
    void shouldHoldAllOfAFolderButTheSettingsAsFilesBesideItsLibrary() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("libother.so"), "other");
        Files.writeString(folder.resolve("data/words"), "words");
        Path named = Files.move(folder, folder.resolveSibling(folder.getFileName() + "p"));
        Files.move(named.resolve("libp.so"), named.resolve(named.getFileName() + ".so"));
        Files.move(named.resolve("libp.json"), named.resolve(named.getFileName() + ".json"));

        DroppedLibrary content = LibraryBundle.deployed(named).content();

        assertEquals(Set.of(named.getFileName() + ".so", "libother.so", "data/words"), content.files().keySet());
        assertEquals(named.getFileName() + ".so", content.library());
        assertArrayEquals("{}".getBytes(UTF_8), content.settings());
        allow(named.resolve("data"), "rwxrwxrwx");
        assertTrue(LibraryBundle.deployed(named).content().refusal().orElse("").contains("that of words"));
        Files.move(named, folder);
    }

    @Test
    void shouldRefuseAFolderThatDoesNotSayWhichLibraryIsThePlugins() throws Exception {
        Files.writeString(folder.resolve("libother.so"), "other");

        String refusal = LibraryBundle.deployed(folder).content().refusal().orElse("taken");

        assertTrue(refusal.contains("call the plugin's lib" + folder.getFileName() + ".so"), refusal);
    }

    @Test
    void shouldRefuseAFolderWithWhatHasNoEndWhoeverPutItThere() throws Exception {
        Path odd = folder.resolve("odd");
        for (String made : List.of("mkfifo odd", "ln -s /dev/zero odd", "ln -s nothing odd")) {
            assertEquals(0, new ProcessBuilder("sh", "-c", made).directory(folder.toFile()).start().waitFor());

            for (LibraryBundle bundle : List.of(LibraryBundle.loaded(folder), LibraryBundle.deployed(folder))) {
                String refusal = bundle.content().refusal().orElse("taken");
                assertTrue(refusal.contains("must be a regular one: odd is not"), refusal);
            }
            Files.delete(odd);
        }
    }

    /** This one has a path that is too long. */
    @Test
    void shouldSayWhichPartOfAFolderCannotBeLookedAt(@TempDir Path elsewhere) throws Exception {
        String deep = ("d".repeat(200) + '/').repeat(12);
        Files.createDirectories(folder.resolve(deep));
        Files.createDirectories(elsewhere.resolve(deep));
        Path moved = Files.move(elsewhere.resolve("d".repeat(200)), folder.resolve(deep).resolve("more"));
        try {
            PluginException loaded = assertThrows(PluginException.class, () -> LibraryBundle.loaded(folder));
            String deployed = LibraryBundle.deployed(folder).content().refusal().orElseThrow();

            assertTrue(loaded.getMessage().contains("a library must be readable"), loaded.getMessage());
            assertTrue(deployed.contains("it must be possible to read") && deployed.contains(deep), deployed);
        } finally {
            Files.move(moved, elsewhere.resolve("back"));
        }
    }

    @Test
    void shouldRefuseWhatIsTooLongToBeReadWithoutReadingIt() throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(library.toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }

        assertRefused("found 2048 MiB");
    }
}
