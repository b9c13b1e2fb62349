// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hawser.transport.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What transport.core/README.md says of errors and of tests. */
class ReadmeTest {
    private static final Path CORE = Path.of("..").toAbsolutePath().normalize();
    private static final Path ROOT = CORE.getParent();
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(should\\w+)`");

    private final String readme = read(CORE.resolve("README.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("the file must be readable: " + file, e);
        }
    }

    @Test
    void shouldSayOfEachCodeWhenItIsRaisedOnce() {
        List<String> rows = ROW.matcher(readme).results().map(row -> row.group(1)).toList();

        assertEquals(Stream.of(ErrorCode.values()).map(ErrorCode::name).toList(), rows);
    }

    @Test
    void shouldNameOnlyTestsThatThereAre() throws IOException {
        Map<String, String> tests = tests();
        List<MatchResult> named = NAMED.matcher(readme).results().toList();

        List<String> missing = named.stream()
                .filter(each -> !tests.getOrDefault(each.group(1), "").contains("void " + each.group(2) + "("))
                .map(MatchResult::group).toList();

        assertFalse(named.isEmpty());
        assertEquals(List.of(), missing);
    }

    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.walk(CORE), Files.walk(ROOT.resolve("launcher/itest/src")))) {
            return files.filter(file -> file.toString().matches(".*/src/test/.*(Test|IT)\\.java"))
                    .collect(toMap(file -> file.getFileName().toString().replace(".java", ""), ReadmeTest::read,
                            (one, other) -> one + other));
        }
    }
}
