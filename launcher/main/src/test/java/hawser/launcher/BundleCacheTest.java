// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the bundle cache is kept. */
class BundleCacheTest {
    @TempDir
    Path temporary;
    private Folder folder;
    private Path jar;
    private Path cached;
    private Path classes;

    @BeforeEach
    void prepare() throws IOException {
        Path home = Files.createDirectory(temporary.resolve("a+b c"));
        jar = Files.createDirectories(home.resolve("bundle/20-hawser")).resolve("x.jar");
        Files.writeString(jar, "one");
        Files.createDirectories(home.resolve("bundle/framework"));
        Files.writeString(home.resolve("bundle/framework/felix.jar"), "no bundle of ours");
        folder = Folder.at(home.toString());
        folder.prepare();
        cached = Files.createDirectories(folder.cache().resolve("bundle1")).resolve("state");
        Files.writeString(cached, "cached");
        classes = Files.writeString(folder.data().resolve("classes-17.0.1.jsa"), "classes");
    }

    private static BundleCache cacheOf(Folder folder) {
        return new BundleCache(folder, BundleFolder.of(folder.bundles()));
    }

    @Test
    void shouldKeepTheCacheWhenNothingHasChanged() {
        cacheOf(folder).confirm();

        cacheOf(folder).prepare();

        assertTrue(Files.exists(cached));
        assertTrue(Files.exists(classes));
    }

    @Test
    void shouldDeleteTheCacheWhenABundleHasChanged() throws IOException {
        cacheOf(folder).confirm();
        Files.writeString(jar, "another length");

        cacheOf(folder).prepare();

        assertFalse(Files.exists(folder.cache()));
        assertFalse(Files.exists(classes), "they are those of another bundle");
    }

    @Test
    void shouldDeleteTheCacheWhenTheFolderWasMoved() throws IOException {
        cacheOf(folder).confirm();
        Path elsewhere = Files.move(folder.home(), temporary.resolve("moved"));

        Folder moved = Folder.at(elsewhere.toString());
        cacheOf(moved).prepare();

        assertFalse(Files.exists(moved.cache()));
        assertFalse(Files.exists(moved.data().resolve(classes.getFileName())));
    }

    @Test
    void shouldDeleteTheCacheWhenTheLastStartFailed() {
        cacheOf(folder).confirm();
        cacheOf(folder).distrust();

        cacheOf(folder).prepare();

        assertFalse(Files.exists(cached));
    }

    @Test
    void shouldTakeTheStartLevelFromTheFolderWhenItHasANumber() {
        List<BundleFolder.BundleFile> files = BundleFolder.of(folder.bundles()).files();

        assertEquals(List.of(new BundleFolder.BundleFile(jarInHome(), 20)), files);
    }

    @Test
    void shouldEscapePlusAndBlankWhenItNamesALocation() {
        String location = BundleFolder.of(folder.bundles()).files().get(0).location();

        assertTrue(location.startsWith("reference:file:///"), location);
        assertTrue(location.contains("/a%2Bb%20c/bundle/20-hawser/x.jar"), location);
    }

    @Test
    void shouldFailWhenThereIsNoBundle() throws IOException {
        Files.delete(jar);

        assertThrows(LaunchException.class, () -> BundleFolder.of(folder.bundles()));
    }

    private Path jarInHome() {
        return folder.bundles().resolve("20-hawser").resolve("x.jar");
    }
}
