// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.unpack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    /** Writes where it is and what it was given, and ends with a code of its own. */
    private static final String SCRIPT = "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\" >\"${0%/bin/*}/said\"\nexit 7\n";

    @TempDir
    private Path work;
    private Path jar;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void pack() throws IOException {
        jar = work.resolve("hawser.jar");
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()),
                Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
            write(files, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Version: 1.2.3\n", "rw-r--r--");
            write(files, "hawser/launcher/unpack/Main.class", "", "rw-r--r--");
            write(files, "bin/hawser", SCRIPT, "rwxr-xr-x");
            write(files, "bundle/20-hawser/one.jar", "one", "rw-r--r--");
            write(files, "sdk/bin/hawser-runner", "runner", "rwxr-xr-x");
            write(files, "conf/a.cfg", "a = 1", "rw-r--r--");
            Files.createDirectory(files.getPath("deploy"));
        }
    }

    private static void write(FileSystem files, String name, String text, String mode) throws IOException {
        Path file = files.getPath(name);
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, text);
        Files.setAttribute(file, "zip:permissions", PosixFilePermissions.fromString(mode));
    }

    private int run(Map<String, String> environment, String... arguments) throws Exception {
        return Main.run(jar, environment, new PrintStream(said, true, UTF_8), List.of(arguments));
    }

    private static String modeOf(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void shouldUnpackForEachVersionAndDoWhatTheScriptDoes() throws Exception {
        assertEquals(7, run(Map.of("XDG_DATA_HOME", work.toString()), "-c", "two words"));

        Path folder;
        try (Stream<Path> folders = Files.list(work.resolve("hawser"))) {
            folder = folders.reduce((one, other) -> null).orElseThrow();
        }
        assertTrue(folder.getFileName().toString().matches("1\\.2\\.3-[0-9a-f]{12}"), folder.toString());
        assertEquals(List.of(folder + "/bin/hawser", "-c", "two words"), Files.readAllLines(folder.resolve("said")));
        assertEquals("hawser: unpacked into " + folder + '\n', said.toString(UTF_8));
        assertEquals("rwx------", modeOf(folder));
        assertTrue(Files.isExecutable(folder.resolve("sdk/bin/hawser-runner")));
        assertFalse(Files.isExecutable(folder.resolve("conf/a.cfg")));
        assertTrue(Files.isDirectory(folder.resolve("deploy")));
        assertFalse(Files.exists(folder.resolve("META-INF")) || Files.exists(folder.resolve("hawser")));
    }

    @Test
    void shouldLeaveAloneWhatIsTheUsers() throws Exception {
        Path folder = Files.createDirectory(work.resolve("mine"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        Map<String, String> environment = Map.of(Place.VARIABLE, folder.toString());
        run(environment);

        Files.writeString(folder.resolve("conf/a.cfg"), "a = 2");
        Files.writeString(folder.resolve("deploy/libmine.so"), "mine");

        assertEquals(7, run(environment, "again"));
        assertEquals("a = 2", Files.readString(folder.resolve("conf/a.cfg")));
        assertEquals(List.of(folder + "/bin/hawser", "again"), Files.readAllLines(folder.resolve("said")));
    }

    @Test
    void shouldRefuseCodeThatIsNotTheJars() throws Exception {
        Path folder = work.resolve("mine");
        Map<String, String> environment = Map.of(Place.VARIABLE, folder.toString());
        run(environment);
        Path bundle = folder.resolve("bundle/20-hawser/one.jar");

        Files.writeString(bundle, "two");
        assertTrue(refusal(environment).contains("bundle/20-hawser/one.jar in " + folder + " is not"));
        Files.writeString(bundle, "one");
        Files.writeString(folder.resolve("bundle/more.jar"), "more");
        assertTrue(refusal(environment).contains("bundle/more.jar"));
        Files.delete(folder.resolve("bundle/more.jar"));
        Files.delete(bundle);
        assertTrue(refusal(environment).contains("bundle/20-hawser/one.jar"));
        Files.createSymbolicLink(bundle, jar);
        assertTrue(refusal(environment).contains("bundle/20-hawser/one.jar"));
    }

    @Test
    void shouldRefuseAFolderThatOthersMayWrite() throws Exception {
        Path folder = work.resolve("mine");
        Map<String, String> environment = Map.of(Place.VARIABLE, folder.toString());
        run(environment);

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

        assertTrue(refusal(environment).contains("writable for nobody else"));
    }

    @Test
    void shouldRefuseAFolderWithSomethingElseInIt() throws Exception {
        Path folder = Files.createDirectory(work.resolve("mine"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        Files.writeString(folder.resolve("letter"), "dear");

        assertTrue(refusal(Map.of(Place.VARIABLE, folder.toString())).contains("must be that of the jar"));
        assertEquals("dear", Files.readString(folder.resolve("letter")));
    }

    private String refusal(Map<String, String> environment) {
        return assertThrows(UnpackException.class, () -> run(environment)).getMessage();
    }
}
