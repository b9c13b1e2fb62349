// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of the distribution: nothing in them tells when they were packed, and all that is inside is named. */
class ArchiveIT {
    private static final Path DIST = Path.of(System.getProperty("hawser.dist"));

    private static Path archive(String ending) {
        return DIST.resolveSibling(DIST.getFileName() + ending);
    }

    /** It answers as the folder does, from a folder of its own, and not with code that is not its own. */
    @Test
    void shouldRunAsOneJar(@TempDir Path work) throws Exception {
        Path folder = work.resolve("unpacked");
        String[] sending = {"-c", "event:send echo:message:send hello"};

        assertEquals("0 hello\n", runJar(folder, sending));
        assertTrue(runJar(folder, "--version").startsWith("0 hawser "), "--version");

        Files.writeString(folder.resolve("bundle/20-hawser/more.jar"), "more");
        assertEquals("3 ", runJar(folder, sending));
    }

    /** {@return the exit code, a blank, and the standard output} */
    private static String runJar(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-jar",
                archive(".jar").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("HAWSER_FOLDER", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + output;
    }

    /** What is shipped is what is listed: each jar with its digest, coordinates and a licence. */
    @Test
    void shouldListEveryJarWithItsDigestInTheBillOfMaterials() throws Exception {
        JsonNode bill = new ObjectMapper().readTree(DIST.resolve("docs/sbom.json").toFile());
        Map<String, String> listed = new TreeMap<>();
        for (JsonNode part : bill.get("components")) {
            assertTrue(part.get("purl").asText().matches("pkg:maven/[\\w.]+/[\\w.-]+@[\\w.-]+"), part.toString());
            assertFalse(part.at("/licenses/0/expression").asText().isEmpty(), part.toString());
            part.get("properties").forEach(place ->
                    listed.put(place.get("value").asText(), part.at("/hashes/0/content").asText()));
        }

        assertEquals("CycloneDX 1.6", bill.get("bomFormat").asText() + ' ' + bill.get("specVersion").asText());
        assertEquals(shipped(), listed);
        assertTrue(bill.toString().contains("pkg:maven/org.agrona/agrona@"), "what bundles contain of others");
    }

    private static Map<String, String> shipped() throws Exception {
        Map<String, String> shipped = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
            for (ZipEntry entry : zip.stream().filter(each -> each.getName().endsWith(".jar")).toList()) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(zip.getInputStream(entry).readAllBytes());
                shipped.put(entry.getName().substring(entry.getName().indexOf('/') + 1),
                        HexFormat.of().formatHex(digest));
            }
        }
        return shipped;
    }

    /** Also of the jars of this build in it, which alone could differ. */
    @Test
    void shouldHoldNoTimeButTheOneThatTheBuildSets() throws IOException {
        for (String ending : List.of(".zip", "-sdk.zip", ".jar")) {
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
