// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Unpacked bundles that come, change and go between looks. */
class DeployedFoldersTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    private Path top;
    private Path deploy;
    private Path jars;
    private DeployedFolders folders;

    @BeforeEach
    void create() throws IOException {
        deploy = Files.createDirectories(top.resolve("deploy"));
        jars = Files.createDirectories(top.resolve("jars"));
        DeployedLibraries none = new DeployedLibraries(FullChannel.as(BundleContext.class, (method, arguments) ->
                method.equals("getBundles") ? new Bundle[0] : null), new Strays(Optional.of(deploy)));
        folders = new DeployedFolders(deploy, none, Optional.of(new UnpackedBundles(jars)));
    }

    private Path write(String file, String text) throws IOException {
        Path path = deploy.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private List<String> made() throws IOException {
        return FileTree.children(jars).stream().map(jar -> jar.getFileName().toString()).toList();
    }

    @Test
    void shouldTakeAFolderThatHasNotChangedBetweenTwoLooks() throws Exception {
        folders.catchUp();
        write("a/" + MANIFEST, "any");
        folders.look();
        write("a/more", "any");
        folders.look();
        assertEquals(List.of(), made());

        folders.look();
        assertEquals(List.of("a.jar"), made());
    }

    @Test
    void shouldTakeAtOnceWhatIsThereFromTheBeginning() throws Exception {
        write("a/" + MANIFEST, "any");
        write(".b/" + MANIFEST, "any");
        write("c.part/" + MANIFEST, "any");
        Files.writeString(jars.resolve("gone.jar"), "any");

        folders.catchUp();

        assertEquals(List.of("a.jar"), made());
    }

    @Test
    void shouldKeepWhatIsReplacedByTwoRenames() throws Exception {
        Path manifest = write("a/" + MANIFEST, "any");
        folders.catchUp();
        Path a = manifest.getParent().getParent();
        Path away = Files.move(a, top.resolve("away"));
        folders.look();
        Files.move(away, a);
        folders.look();
        assertEquals(List.of("a.jar"), made());

        Files.move(a, away);
        folders.look();
        folders.look();
        assertEquals(List.of(), made());
    }

    /** Its times may be those of before; what was made of it is not there any more. */
    @Test
    void shouldTakeAgainWhatWasAwayForAMoment() throws Exception {
        Path manifest = write("a/" + MANIFEST, "any");
        folders.catchUp();
        Path a = manifest.getParent().getParent();
        Path away = Files.move(a, top.resolve("away"));
        Files.delete(jars.resolve("a.jar"));
        folders.look();
        Files.move(away, a);
        folders.look();
        folders.look();
        assertEquals(List.of("a.jar"), made());
    }

    @Test
    void shouldLetGoWhatCouldNotBeTakenAnew() throws Exception {
        write("a/" + MANIFEST, "any");
        folders.catchUp();
        Files.createDirectories(jars.resolve(".a.jar.part/in the way"));
        write("a/more", "any");
        folders.look();
        folders.look();
        FileTree.delete(jars.resolve(".a.jar.part"));
        FileTree.delete(deploy.resolve("a"));
        folders.look();
        folders.look();
        assertEquals(List.of(), made());
    }

    @Test
    void shouldMakeNothingOfAFolderThatHoldsTooMuch() throws Exception {
        Path far = Files.createDirectories(top.resolve("far/META-INF"));
        Files.writeString(far.resolve("MANIFEST.MF"), "any");
        for (int i = 0; i < FolderStamp.MOST; i++) {
            Files.createFile(far.resolve("f" + i));
        }
        Files.createSymbolicLink(deploy.resolve("a"), far.getParent());

        FolderStamp stamp = FolderStamp.of(deploy.resolve("a"));
        assertTrue(stamp.isTooLarge() && stamp.hasTopOf(deploy.resolve("a")));
        assertEquals(FolderStamp.MOST + 1, stamp.things().size());
        assertTrue(UnpackedBundles.misfit(deploy.resolve("a")).orElseThrow().contains("at most 10000 files"));
        folders.catchUp();
        folders.look();
        assertEquals(List.of(), made());
    }

    /** Before any of it is copied. */
    @Test
    void shouldMakeNothingOfAFolderThatIsTooLong() throws Exception {
        Path manifest = write("a/" + MANIFEST, "any");
        try (RandomAccessFile sparse = new RandomAccessFile(manifest.resolveSibling("sparse").toFile(), "rw")) {
            sparse.setLength(DroppedJar.LENGTH_MAX);
        }
        folders.catchUp();
        folders.look();
        assertEquals(List.of(), made());
    }

    @Test
    void shouldMakeNothingOfAFolderWhileAPipeIsInIt() throws Exception {
        write("a/" + MANIFEST, "any");
        Path pipe = deploy.resolve("a/pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        folders.catchUp();
        folders.look();
        assertEquals(List.of(), made());

        Files.delete(pipe);
        folders.look();
        folders.look();
        assertEquals(List.of("a.jar"), made());
    }

    @Test
    void shouldTellNothingOfADeployFolderThatIsAwayForAMoment() throws Exception {
        write("a/" + MANIFEST, "any");
        folders.catchUp();
        Path away = Files.move(deploy, top.resolve("away"));
        folders.look();
        folders.look();
        assertEquals(List.of("a.jar"), made());

        Files.move(away, deploy);
        folders.look();
        assertEquals(List.of("a.jar"), made());
    }
}
