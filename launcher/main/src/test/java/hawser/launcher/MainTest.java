// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line. */
class MainTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();
    private final Main main = new Main(new Console(output, error));

    @ParameterizedTest
    @ValueSource(strings = {"-c", "foo", "-c a b", "start now", "serve --other", "--help me"})
    void shouldPrintTheUsageAndReturnTwoWhenTheArgumentsAreWrong(String line) {
        int code = main.run(List.of(line.split(" ")));

        assertEquals(ExitCodes.USAGE, code);
        assertEquals("", output.toString(StandardCharsets.UTF_8));
        assertTrue(error.toString(StandardCharsets.UTF_8).contains("usage: hawser"), error.toString());
    }

    @Test
    void shouldNotStartAServerWhenTheArgumentIsEmpty() {
        assertEquals(ExitCodes.USAGE, main.run(List.of("")));
        assertTrue(error.toString(StandardCharsets.UTF_8).startsWith("hawser: an empty argument\nusage: hawser"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shouldPrintTheUsageOnStandardOutputWhenAskedFor(String argument) {
        assertEquals(ExitCodes.OK, main.run(List.of(argument)));
        assertTrue(output.toString(StandardCharsets.UTF_8).startsWith("usage: hawser"));
    }

    @Test
    void shouldSayWhatIsMissingWhenNoFolderIsNamed() {
        assertEquals(ExitCodes.USAGE, main.run(List.of("status")));
        assertTrue(error.toString(StandardCharsets.UTF_8).contains("bin/hawser"));
    }

    @Test
    void shouldTellItsVersionJavaAndPlatform() {
        assertEquals(ExitCodes.OK, main.run(List.of("--version")));

        List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).startsWith("hawser "), lines.toString());
        assertTrue(lines.get(1).startsWith("Java " + System.getProperty("java.version") + ", "), lines.toString());
        assertTrue(lines.get(2).endsWith(", " + System.getProperty("os.arch")), lines.toString());
    }
}
