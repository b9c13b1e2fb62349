// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillOfMaterialsTest {
    private static final String PARTS = """

            The following files have been resolved:
               hawser:hawser.launcher.main:jar:1.0:runtime
               hawser:hawser.transport.agrona:jar:1.0:runtime -- module hawser.transport.agrona (auto)
               net.java.dev.jna:jna:jar:5.19.1:runtime
            """;
    private static final String PAGE = """
            | software | in | licence |
            |---|---|---|
            | JNA | `jna-*.jar` | `Apache-2.0 OR LGPL-2.1-or-later` |
            | Agrona | `agrona-*.jar`, in `hawser.transport.agrona-*.jar` | `Apache-2.0` |
            """;

    @TempDir
    private Path home;

    @BeforeEach
    void assemble() throws IOException {
        write("parts.txt", PARTS);
        write("docs/third-party.md", PAGE);
        jar("bin/hawser.jar", "Main-Class: a.B\n");
        jar("bundle/10-system/jna-5.19.1.jar", "");
        jar("bundle/20-hawser/hawser.transport.agrona-1.0.jar", "Hawser-Contains: org.agrona:agrona:2.6.0\n");
        Files.createDirectories(home.resolve("sdk/java"));
        Files.copy(home.resolve("bundle/10-system/jna-5.19.1.jar"), home.resolve("sdk/java/jna.jar"));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private void jar(String file, String headers) throws IOException {
        write(file, "");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(home.resolve(file)),
                new Manifest(new java.io.ByteArrayInputStream(("Manifest-Version: 1.0\n" + headers).getBytes())))) {
            out.finish();
        }
    }

    private JsonNode written() throws IOException {
        BillOfMaterials.main(new String[] {home.toString(), "1.0", home.resolve("parts.txt").toString()});
        return new ObjectMapper().readTree(home.resolve("docs/sbom.json").toFile());
    }

    private static JsonNode component(JsonNode bill, String url) {
        return bill.findParents("purl").stream().filter(part -> part.get("purl").asText().equals(url)).findFirst()
                .orElseThrow(() -> new AssertionError(bill.toPrettyString()));
    }

    @Test
    void shouldListEachJarOnceWithItsPlacesAndLicence() throws IOException {
        JsonNode bill = written();

        assertEquals(3, bill.get("components").size());
        JsonNode jna = component(bill, "pkg:maven/net.java.dev.jna/jna@5.19.1");
        assertEquals("Apache-2.0 OR LGPL-2.1-or-later", jna.at("/licenses/0/expression").asText());
        assertEquals(List.of("bundle/10-system/jna-5.19.1.jar", "sdk/java/jna.jar"),
                jna.get("properties").findValuesAsText("value"));
        assertTrue(jna.at("/hashes/0/content").asText().matches("[0-9a-f]{64}"), jna.toString());
        assertEquals("hawser.launcher.main", component(bill, "pkg:maven/hawser/hawser.launcher.main@1.0")
                .get("name").asText());
    }

    @Test
    void shouldListWhatAJarContainsOfOthers() throws IOException {
        JsonNode bundle = component(written(), "pkg:maven/hawser/hawser.transport.agrona@1.0");

        assertEquals("pkg:maven/org.agrona/agrona@2.6.0", bundle.at("/components/0/purl").asText());
    }

    @Test
    void shouldKeepToTheSchemaOfCycloneDx() throws IOException {
        written();

        assertEquals(List.of(), new JsonParser().validate(home.resolve("docs/sbom.json").toFile(), Version.VERSION_16));
    }

    /** Whoever tries the unpacked distribution leaves things there, and builds again. */
    @Test
    void shouldLeaveOutWhatSomebodyHasDeployed() throws IOException {
        String before = written().toString();
        jar("deploy/shout.jar", "Bundle-Name: Shout\n");
        write("deploy/broken.jar", "no jar");
        jar("data/unpacked/some.jar", "Bundle-Name: Some\n");

        assertEquals(before, written().toString());
    }

    @Test
    void shouldRefuseAJarThatNobodyAccountsFor() throws IOException {
        jar("bundle/10-system/stranger-1.jar", "Bundle-Name: Stranger\n");

        assertTrue(assertThrows(IllegalStateException.class, this::written).getMessage().contains("stranger-1.jar"));
    }
}
