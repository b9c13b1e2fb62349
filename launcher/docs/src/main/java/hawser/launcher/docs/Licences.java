// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The page of third-party software, read: its rows name jars as {@code `jackson-*.jar`}, and in the last column their
 * licence, as an expression of SPDX in backticks.
 *
 * @param rows its tables
 */
record Licences(List<String> rows) {
    private static final String OWN = "Apache-2.0";
    private static final String JARS = "*.jar";

    static Licences read(Path page) throws IOException {
        return new Licences(Files.readAllLines(page).stream().filter(line -> line.startsWith("| ")).toList());
    }

    String of(JarPart jar) {
        return jar.fileName().startsWith("hawser") ? OWN : named(jar.fileName());
    }

    String of(Coordinates.Artifact artifact) {
        return named(artifact.name() + "-.jar");
    }

    private String named(String file) {
        return rows.stream().filter(row -> names(row, file)).findFirst().map(row -> row.split("`"))
                .map(words -> words[words.length - 2])
                .orElseThrow(() -> new IllegalStateException("the page of third-party software must have a row for "
                        + file));
    }

    private static boolean names(String row, String file) {
        return Stream.of(row.split("`")).filter(word -> word.endsWith(JARS))
                .anyMatch(word -> file.startsWith(word.substring(0, word.length() - JARS.length())));
    }
}
