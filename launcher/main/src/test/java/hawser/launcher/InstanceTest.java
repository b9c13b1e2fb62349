// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder tells of the instance that runs in it. */
class InstanceTest {
    @TempDir
    Path temporary;
    private Folder folder;

    @BeforeEach
    void prepare() throws IOException {
        folder = folderAt(temporary.resolve("home"));
    }

    private static Folder folderAt(Path home) throws IOException {
        Files.createDirectories(home.resolve("bundle"));
        Folder folder = Folder.at(home.toString());
        folder.prepare();
        return folder;
    }

    @Test
    void shouldFindTheInstanceWhenItsProcessLives() {
        Instance written = Instance.ofThisProcess(folder, Path.of("/s"));
        written.write(folder);

        assertEquals(Optional.of(written), Instance.running(folder));
    }

    @Test
    void shouldFindNoneWhenThePidIsAnotherProcessByNow() {
        Instance self = Instance.ofThisProcess(folder, Path.of("/s"));
        new Instance(self.pid(), self.startedAt() - 1, self.socket(), self.home()).write(folder);

        assertEquals(Optional.empty(), Instance.running(folder));
    }

    @Test
    void shouldFindNoneWhenTheFolderIsACopy() throws IOException {
        Instance.ofThisProcess(folder, Path.of("/s")).write(folder);
        Folder copy = folderAt(temporary.resolve("copy"));
        Files.copy(folder.instance(), copy.instance());

        assertEquals(Optional.empty(), Instance.running(copy));
    }

    @Test
    void shouldFindNoneWhenTheFileIsHalfWritten() throws IOException {
        Files.writeString(folder.instance(), "12");

        assertEquals(Optional.empty(), Instance.running(folder));
    }

    @Test
    void shouldGiveTheLockToOneWhenTwoAsk() {
        Optional<InstanceLock> first = InstanceLock.take(folder, Duration.ZERO, () -> true);
        Optional<InstanceLock> second = InstanceLock.take(folder, Duration.ZERO, () -> true);
        first.orElseThrow().close();

        assertTrue(second.isEmpty());
        InstanceLock.take(folder, Duration.ZERO, () -> true).orElseThrow().close();
    }

    @Test
    void shouldPutTheSocketIntoAFolderOfTheOwnerWhenThePathIsShort() throws IOException {
        Path socket = new SocketFolder(null).prepare(folder);

        assertEquals(folder.data().resolve("run"), socket.getParent());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void shouldPutTheSocketElsewhereWhenThePathIsLong() throws IOException {
        Folder far = folderAt(temporary.resolve("x".repeat(120)));
        Path runtime = Files.createDirectory(temporary.resolve("r"));

        Path socket = new SocketFolder(runtime.toString()).prepare(far);

        assertTrue(socket.startsWith(runtime), socket.toString());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
    }

    @Test
    void shouldRefuseWhenTheSocketsFolderIsALink() throws IOException {
        Folder far = folderAt(temporary.resolve("y".repeat(120)));
        Path runtime = Files.createDirectory(temporary.resolve("r"));
        SocketFolder sockets = new SocketFolder(runtime.toString());
        Path place = sockets.prepare(far).getParent();
        Files.delete(place);
        Files.createSymbolicLink(place, temporary);

        assertThrows(LaunchException.class, () -> sockets.prepare(far));
    }

    @Test
    void shouldTellAZombieWhenTheNameOfItsProgramHoldsBrackets() throws IOException {
        Path stat = Files.writeString(temporary.resolve("stat"), "12 (a) b) Z 1 12 12");
        Path running = Files.writeString(temporary.resolve("stat2"), "12 (Z) S 1 12 12");

        assertTrue(Liveness.isZombie(stat));
        assertFalse(Liveness.isZombie(running));
        assertFalse(Liveness.isZombie(temporary.resolve("missing")));
    }
}
