// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The archives of the distribution: nothing in them tells when they were packed, and all that is inside is named. */
class ArchiveIT {
    private static final Path DIST = Path.of(System.getProperty("hawser.dist"));

    private static Path archive(String ending) {
        return DIST.resolveSibling(DIST.getFileName() + ending);
    }

    /** Also of the jars of this build in it, which alone could differ. */
    @Test
    void shouldHoldNoTimeButTheOneThatTheBuildSets() throws IOException {
        for (String ending : List.of(".zip", "-sdk.zip")) {
            Set<String> times = new TreeSet<>();
            try (ZipFile zip = new ZipFile(archive(ending).toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    times.add(entry.getTimeLocal().toString());
                    if (entry.getName().matches(".*/hawser[^/]*\\.jar")) {
                        times.addAll(timesInside(zip.getInputStream(entry)));
                    }
                }
            }
            assertEquals(1, times.size(), ending + " holds " + times);
        }
    }

    private static Set<String> timesInside(InputStream jar) throws IOException {
        Set<String> times = new TreeSet<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(jar.readAllBytes()))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                times.add(entry.getTimeLocal().toString());
            }
        }
        return times;
    }

    @Test
    void shouldHoldEachFileOnceInEveryForm() throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
            zip.stream().map(ZipEntry::getName).forEach(names::add);
        }
        assertTrue(names.stream().anyMatch(name -> name.endsWith("/bin/hawser")), names.toString());
        assertEquals(names.size(), Set.copyOf(names).size());
        assertTrue(Files.size(archive(".tar.gz")) > 0 && Files.size(archive("-sdk.tar.gz")) > 0);
    }

    @Test
    void shouldNameEveryJarOfOthersOnThePageOfLicences() throws IOException {
        String page = Files.readString(DIST.resolve("docs/third-party.md"));
        List<String> unnamed = new ArrayList<>();
        try (Stream<Path> files = Files.walk(DIST.resolve("bundle"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".jar")).toList()) {
                String name = file.getFileName().toString().replaceAll("-[0-9].*", "");
                if (!name.startsWith("hawser.") && page.lines().noneMatch(line -> names(line, name))) {
                    unnamed.add(name);
                }
            }
        }
        assertEquals(List.of(), unnamed);
    }

    /** A row names jars as {@code `jackson-*.jar`}. */
    private static boolean names(String row, String name) {
        return Stream.of(row.split("`")).filter(word -> word.endsWith("*.jar"))
                .anyMatch(word -> name.concat("-").startsWith(word.substring(0, word.length() - "*.jar".length())));
    }
}
