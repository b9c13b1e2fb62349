// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StraysTest {
    @TempDir
    private Path deploy;

    private Set<String> names(Set<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }

    private Set<String> all() {
        return names(new Strays(Optional.of(deploy)).all());
    }

    private void write(String... files) throws IOException {
        for (String file : files) {
            Path path = deploy.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "any");
        }
    }

    @Test
    void shouldLeaveWhatSomebodyTakes() throws Exception {
        write("liba.so", "liba.json", "b.jar", "some.pid.cfg", "some.pid.config", "c/libc.so", "d/META-INF/MANIFEST.MF",
                "README.txt", "x.jar.filepart", "lost+found/any", ".hidden", "f.so.part", "g.tmp", "h~", ".i.swp");

        assertEquals(Set.of(), all());
    }

    @Test
    void shouldFindWhatNobodyTakes() throws Exception {
        write("alone.json", "folder/notes.txt", "liba.so.1");
        Files.createDirectory(deploy.resolve("empty"));
        Files.createSymbolicLink(deploy.resolve("link.so"), Path.of("nothing"));
        assertEquals(0, new ProcessBuilder("mkfifo", deploy.resolve("pipe.jar").toString()).start().waitFor());

        assertEquals(Set.of("alone.json", "folder", "liba.so.1", "empty", "link.so", "pipe.jar"), all());
    }

    @Test
    void shouldSayWhatToDo() throws Exception {
        write("alone.json");

        String misfit = Strays.misfit(deploy.resolve("alone.json")).orElseThrow();

        assertTrue(misfit.contains("there is no alone.so for alone.json; rename or remove it"), misfit);
    }

    /** It is a regular file, and reading it from its beginning is an error, whoever does. */
    @Test
    void shouldSayWhichFileCannotBeRead() throws Exception {
        String refusal = DroppedLibrary.read(Path.of("/proc/self/mem"), false).refusal().orElseThrow();

        assertTrue(refusal.contains("it must be possible to read mem, and it is not: "), refusal);
    }

    @Test
    void shouldFindNothingWithoutAFolder() {
        assertEquals(Set.of(), new Strays(Optional.empty()).all());
        assertEquals(Set.of(), new Strays(Optional.of(deploy.resolve("gone"))).all());
    }
}
