// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a distribution's folder contains, in the form of CycloneDX: a component for each jar, with its coordinates,
 * digest and licence, and within it what it contains of others. Written from the folder itself, without a network.
 */
public final class BillOfMaterials {
    private static final String SPECIFICATION = "1.6";

    private final Coordinates coordinates;
    private final Licences licences;

    BillOfMaterials(Coordinates coordinates, Licences licences) {
        this.coordinates = coordinates;
        this.licences = licences;
    }

    /**
     * Writes {@code docs/sbom.json} into a distribution.
     *
     * @param arguments its folder, its version, and the file that {@code dependency:list} wrote
     */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        BillOfMaterials bill = new BillOfMaterials(Coordinates.read(Path.of(arguments[2])),
                Licences.read(home.resolve("docs/third-party.md")));
        Files.writeString(home.resolve("docs/sbom.json"), bill.text(home, arguments[1]));
    }

    /** {@return the text; the same for the same folder} */
    String text(Path home, String version) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode bill = mapper.createObjectNode().put("bomFormat", "CycloneDX").put("specVersion", SPECIFICATION)
                .put("version", 1);
        bill.putObject("metadata").putObject("component").put("type", "application").put("name", "hawser")
                .put("version", version);
        ArrayNode components = bill.putArray("components");
        for (Map.Entry<String, List<String>> part : jars(home).entrySet()) {
            JarPart jar = JarPart.of(home.resolve(part.getValue().get(0)));
            Coordinates.Artifact artifact = coordinates.of(jar);
            ObjectNode component = describe(components.addObject(), artifact, licences.of(jar));
            component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", part.getKey());
            ArrayNode places = component.putArray("properties");
            part.getValue().forEach(place -> places.addObject().put("name", "hawser:file").put("value", place));
            for (Coordinates.Artifact inside : jar.contains()) {
                describe(component.withArray("/components").addObject(), inside, licences.of(inside));
            }
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(bill) + '\n';
    }

    /** The digest of each jar, with where it lies: some lie in two places. */
    private Map<String, List<String>> jars(Path home) throws IOException {
        Map<String, List<String>> jars = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".jar")
                    && !isUsers(home.relativize(each))).sorted().toList()) {
                jars.merge(JarPart.digest(file), List.of(home.relativize(file).toString()),
                        (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
            }
        }
        return jars;
    }

    /** Not of the build: what an instance that has run in the folder keeps, and what somebody has deployed there. */
    private boolean isUsers(Path place) {
        return place.startsWith("data")
                || place.startsWith("deploy") && !coordinates.know(place.getFileName().toString());
    }

    private static ObjectNode describe(ObjectNode component, Coordinates.Artifact artifact, String licence) {
        component.put("type", "library").put("bom-ref", artifact.url()).put("group", artifact.group())
                .put("name", artifact.name()).put("version", artifact.version());
        component.putArray("licenses").addObject().put("expression", licence);
        return component.put("purl", artifact.url());
    }
}
