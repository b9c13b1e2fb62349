// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code bin/hawser} makes of the Java it finds, which here says only with what it was called. */
class JavaOfStartIT extends InDistribution {
    private static final String MAPPED = "-XX:SharedArchiveFile=";
    private static final String DEBIAN = """
            IMPLEMENTOR="N/A"
            JAVA_RUNTIME_VERSION="17.0.15+6-Debian-1deb12u1"
            JAVA_VERSION="17.0.15"
            """;

    private Path java;

    @BeforeEach
    void makeJava() throws IOException {
        java = Files.createDirectories(home.resolve("java/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                [ "$1" = -XshowSettings:properties ] && echo '    java.specification.version = 16' || echo "$@"
                """);
        assertTrue(java.toFile().setExecutable(true));
        Files.createDirectories(home.resolve("data"));
    }

    private String start(String release, String environment) throws Exception {
        Files.writeString(home.resolve("java/release"), release);
        return run("JAVA_HOME=\"$PWD/java\" " + environment + " bin/hawser run 2>&1 || echo \"$?\"");
    }

    /** As Java keeps it, when a shell ends that was started so. */
    private void keepClasses(String build) throws IOException {
        Files.writeString(home.resolve("data/classes-" + build + ".jsa"), "classes");
    }

    @Test
    void shouldMapTheClassesOfThisBuildAndTheseOptionsOnly() throws Exception {
        keepClasses("17.0.15-N_A-17.0.15+6-Debian-1deb12u1");
        keepClasses("17.0.15");

        assertTrue(start(DEBIAN, "").contains(MAPPED + home + "/data/classes-17.0.15-N_A-"), "they are its own");
        assertFalse(start(DEBIAN, "HAWSER_OPTS=-XX:+UseZGC").contains(MAPPED), "they are of other options");
        assertFalse(start(DEBIAN, "JAVA_TOOL_OPTIONS=-XX:+UseZGC").contains(MAPPED), "they are of other options");
        assertFalse(start(DEBIAN.replace("-Debian", ""), "").contains(MAPPED), "they are of another build");
        assertFalse(start(DEBIAN.replace("N/A", "Somebody"), "").contains(MAPPED), "they are of another build");
    }

    @Test
    void shouldAskAJavaWhoseFileTellsNoVersion() throws Exception {
        for (String release : new String[] {"JAVA_VERSION=\"internal\"\n", "", "JAVA_VERSION=16\n"}) {
            String said = start(release, "");

            assertTrue(said.contains("required; found " + home + "/java/bin/java, which is Java 16."),
                    said);
            assertTrue(said.endsWith("\n3\n"), said);
        }
        Files.writeString(java, "#!/bin/sh\n");
        String said = start("JAVA_VERSION=\"internal\"\n", "");
        assertTrue(said.startsWith("hawser: Java 17 or newer is required"), said);
    }
}
