// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedBundlesTest {
    @TempDir
    private Path top;
    private Path folder;
    private Path jar;
    private UnpackedBundles bundles;

    @BeforeEach
    void write() throws IOException {
        folder = top.resolve("deploy/some");
        Files.createDirectories(folder.resolve("META-INF"));
        Files.writeString(folder.resolve("META-INF/MANIFEST.MF"), "Bundle-SymbolicName: some\n");
        Files.createDirectories(folder.resolve("A/empty"));
        Files.writeString(folder.resolve("A/data"), "data");
        bundles = new UnpackedBundles(Files.createDirectories(top.resolve("jars")));
        jar = top.resolve("jars/some.jar");
    }

    private void pipe() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", folder.resolve("A/pipe").toString()).start().waitFor());
    }

    @Test
    void shouldHoldAllWithTheManifestFirst() throws Exception {
        bundles.put(folder);

        try (ZipFile made = new ZipFile(jar.toFile())) {
            assertEquals(List.of("META-INF/MANIFEST.MF", "A/", "A/data", "A/empty/", "META-INF/"),
                    made.stream().map(ZipEntry::getName).toList());
            assertEquals("data", new String(made.getInputStream(made.getEntry("A/data")).readAllBytes()));
        }
        assertEquals(List.of(jar), FileTree.children(jar.getParent()));
    }

    /** Else it would be installed anew whenever Hawser starts. */
    @Test
    void shouldLeaveTheJarOfTheSameFiles() throws Exception {
        bundles.put(folder);
        FileTime before = FileTime.fromMillis(1);
        Files.setLastModifiedTime(jar, before);
        Files.setLastModifiedTime(folder.resolve("A/data"), before);

        bundles.put(folder);
        assertEquals(before, Files.getLastModifiedTime(jar));

        Files.writeString(folder.resolve("A/data"), "atad");
        bundles.put(folder);
        assertTrue(Files.getLastModifiedTime(jar).compareTo(before) > 0);
    }

    @Test
    void shouldFollowLinksToFilesAndToTheFolder() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("A/data"));
        Path link = Files.createSymbolicLink(folder.resolveSibling("other"), folder);

        assertEquals(Optional.empty(), UnpackedBundles.misfit(link));
        bundles.put(link);

        try (ZipFile made = new ZipFile(top.resolve("jars/other.jar").toFile())) {
            assertEquals("data", new String(made.getInputStream(made.getEntry("link")).readAllBytes()));
        }
    }

    @Test
    void shouldOpenNoPipe() throws Exception {
        pipe();

        assertThrows(FileSystemException.class, () -> bundles.put(folder));

        assertEquals(List.of(), FileTree.children(jar.getParent()));
        String misfit = UnpackedBundles.misfit(folder).orElseThrow();
        assertTrue(misfit.contains("A/pipe in some is a pipe"), misfit);
    }

    @Test
    void shouldNameALinkThatLeadsNowhere() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("nothing"));

        String misfit = UnpackedBundles.misfit(folder).orElseThrow();

        assertTrue(misfit.contains("link in some is"), misfit);
    }

    @Test
    void shouldRemoveTheJarsOfFoldersThatHaveGone() throws Exception {
        bundles.put(folder);
        bundles.retain(Set.of(folder));
        assertTrue(Files.exists(jar));

        bundles.retain(Set.of());
        assertFalse(Files.exists(jar));
    }
}
