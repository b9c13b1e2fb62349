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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code new plugin}, with the templates of the SDK. */
class NewPluginTest {
    private static final Path SDK = Path.of("../../plugin.host/sdk");

    @TempDir
    Path parent;
    private Folder folder;

    @BeforeEach
    void makeDistribution() throws IOException {
        Path home = Files.createDirectories(parent.resolve("a <b> & c"));
        Files.createDirectories(home.resolve("bundle"));
        copy(SDK.resolve("templates"), Files.createDirectories(home.resolve("sdk")).resolve("templates"));
        folder = Folder.at(home.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private String write(String... arguments) {
        return NewPlugin.of(folder, List.of(arguments)).write(parent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "cpp", "rust", "java"})
    void shouldLeaveNoPlaceholderInAnyFileOrName(String language) throws IOException {
        String said = write("new", "plugin", "sea-shell", "--lang", language);

        assertTrue(said.contains("  sea-shell/deploy\n") && said.contains("sea-shell:"), said);
        assertTrue(Files.isExecutable(parent.resolve("sea-shell/deploy")));
        assertTrue(Files.exists(parent.resolve("sea-shell/.gitignore")));
        try (Stream<Path> files = Files.walk(parent.resolve("sea-shell"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = file + Files.readString(file);
                assertFalse(text.matches("(?s).*@[a-z.]+@.*"), text);
            }
        }
    }

    @Test
    void shouldWriteThePathSoThatMavenCanReadIt() throws IOException {
        write("new", "plugin", "shell", "--lang", "java");

        String home = folder.home().toString();
        assertEquals(home + "\n", Files.readString(parent.resolve("shell/hawser.home")));
        assertTrue(Files.readString(parent.resolve("shell/pom.xml"))
                .contains(home.replace("&", "&amp;").replace("<", "&lt;")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shell", "9shell", "sea_shell", "sea--shell", "shell-", "../shell", "sea shell",
        "shéll"})
    void shouldRefuseANameThatCannotNameItsEventsAndFiles(String name) {
        LaunchException refused = assertThrows(LaunchException.class,
                () -> write("new", "plugin", name, "--lang", "c"));

        assertEquals(ExitCodes.USAGE, refused.exitCode());
        assertTrue(refused.getMessage().endsWith("found \"" + name + '"'), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "new plugin", "new plugin shell", "new plugin shell --lang", "new plugin shell c x",
        "new bundle shell --lang c", "new plugin shell --lang cobol", "new plugin shell --lang c more"})
    void shouldSayWhatIsRequiredWhenTheArgumentsAreWrong(String line) {
        LaunchException refused = assertThrows(LaunchException.class, () -> write(line.split(" ")));

        assertEquals(ExitCodes.USAGE, refused.exitCode());
        assertTrue(refused.getMessage().contains("c, cpp, rust or java")
                || refused.getMessage().contains(NewPlugin.USAGE), refused.getMessage());
    }

    @Test
    void shouldOverwriteNothing() throws IOException {
        Path mine = Files.createSymbolicLink(parent.resolve("shell"), Path.of("nowhere"));

        LaunchException refused = assertThrows(LaunchException.class,
                () -> write("new", "plugin", "--lang", "c", "shell"));

        assertTrue(refused.getMessage().startsWith("nothing is overwritten: " + mine), refused.getMessage());
        assertEquals(Path.of("nowhere"), Files.readSymbolicLink(mine));
    }
}
