// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The design's rules for who may depend on whom, read from the headers that bnd computed from the classes: launcher →
 * plugin.host → transport.channel and the API; nobody depends on an implementation.
 */
class DependencyIT {
    private static final String API = "hawser.transport";
    private static final String CHANNEL = "hawser.transport.channel";
    private static final String HOST = "hawser.plugin.host";
    /** What each bundle may import of Hawser's; a bundle that is not here may import what others export. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "hawser.transport.api", List.of(),
            "hawser.transport.router", List.of(API),
            "hawser.transport.keys", List.of(API),
            "hawser.transport.batch", List.of(API),
            "hawser.transport.stream", List.of(API),
            CHANNEL, List.of(),
            HOST, List.of(API, CHANNEL));
    /** A clause's first package; attributes and directives follow it. */
    private static final Pattern CLAUSE = Pattern.compile("(?:^|,)(hawser[\\w.]*)(?=[;,]|$)");

    private final Map<String, Attributes> bundles = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("hawser.dist")))) {
            for (Path file : files.filter(DependencyIT::isBundle).toList()) {
                try (JarFile jar = new JarFile(file.toFile())) {
                    Attributes headers = jar.getManifest().getMainAttributes();
                    bundles.put(headers.getValue("Bundle-SymbolicName"), headers);
                }
            }
        }
    }

    private static boolean isBundle(Path file) {
        return file.getFileName().toString().matches("hawser\\..*-.*\\.jar");
    }

    private List<String> packages(String bundle, String header) {
        String value = bundles.get(bundle).getValue(header);
        return value == null ? List.of() : CLAUSE.matcher(value.replaceAll("\"[^\"]*\"", "")).results()
                .map(clause -> clause.group(1)).toList();
    }

    @Test
    void shouldExportOnePackageOrNoneAndNoInternalOne() {
        assertTrue(bundles.size() >= MAY_IMPORT.size(), bundles.keySet().toString());
        for (String bundle : bundles.keySet()) {
            List<String> exported = packages(bundle, "Export-Package");
            assertTrue(exported.size() <= 1 && exported.stream().noneMatch(name -> name.contains(".internal")),
                    bundle + " exports " + exported);
        }
    }

    @Test
    void shouldDependInOneDirectionOnly() {
        MAY_IMPORT.forEach((bundle, allowed) -> assertEquals(List.of(), packages(bundle, "Import-Package").stream()
                .filter(name -> !allowed.contains(name) && !packages(bundle, "Export-Package").contains(name)).toList(),
                bundle + " may import " + allowed));
    }

    @Test
    void shouldLetPluginsDependOnTheApiAlone() {
        bundles.keySet().stream().filter(name -> name.startsWith("hawser.plugin.") && !name.equals(HOST))
                .forEach(plugin -> assertTrue(packages(plugin, "Import-Package").stream()
                        .allMatch(name -> name.equals(API) || name.startsWith(plugin)), plugin));
    }

    @Test
    void shouldHaveTheApiDependOnTheJdkAlone() {
        String imported = String.valueOf(bundles.get("hawser.transport.api").getValue("Import-Package"));

        assertTrue(Stream.of(imported.replaceAll("\"[^\"]*\"", "").split(","))
                .allMatch(name -> name.startsWith("java.") || name.equals("null")), imported);
    }
}
