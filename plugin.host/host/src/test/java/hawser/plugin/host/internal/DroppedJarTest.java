// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DroppedJarTest {
    private static final int LENGTH = 4096;

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("some.jar");
    }

    private void write(String... names) throws IOException {
        write(LENGTH, names);
    }

    private void write(int length, String... names) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "some.bundle");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path), manifest)) {
            for (String name : names) {
                jar.putNextEntry(new ZipEntry(name));
                jar.write(new byte[length]);
            }
        }
    }

    private void assertDefect(String said, DroppedJar jar) {
        String defect = jar.defect().orElse("none");
        assertTrue(defect.contains(said), defect);
    }

    private void rewrite(String text, String other) throws IOException {
        Files.write(path, new String(Files.readAllBytes(path), ISO_8859_1).replace(text, other).getBytes(ISO_8859_1));
    }

    @Test
    void shouldTakeABundle() throws Exception {
        write("native/one.so", "native/two..so", "a/b.class");

        assertEquals(Optional.empty(), DroppedJar.at(path).defect());
    }

    @Test
    void shouldKnowABundleByItsManifestAlone() throws Exception {
        write("a");
        assertTrue(DroppedJar.at(path).isBundle());
        rewrite("META-INF/MANIFEST.MF", "META-INF/manifest.mf");
        assertTrue(DroppedJar.at(path).isBundle());
        rewrite("META-INF/manifest.mf", "META-INF/manifest.mg");
        assertFalse(DroppedJar.at(path).isBundle());
        Files.writeString(path, "no jar");
        assertFalse(DroppedJar.at(path).isBundle());
    }

    @Test
    void shouldRefuseAFileThatIsThereTwice() throws Exception {
        write("native/one.so", "native/two.so");
        rewrite("native/two.so", "native/one.so");

        assertDefect("each file once: native/one.so", DroppedJar.at(path));
    }

    @Test
    void shouldRefuseASignatureThatIsThereTwiceInAnyCase() throws Exception {
        write("META-INF/SOME.SF", "meta-inf/some.sf");

        assertDefect("each file once: meta-inf/some.sf", DroppedJar.at(path));
    }

    @Test
    void shouldTakeFilesThatDifferInCaseAlone() throws Exception {
        write("a/A.class", "a/a.class", "META-INF/LICENSE", "META-INF/license");

        assertEquals(Optional.empty(), DroppedJar.at(path).defect());
    }

    @Test
    void shouldRefuseAManifestThatOnlySomeReadersFind() throws Exception {
        write("a");
        rewrite("META-INF/MANIFEST.MF", "META-INF/manifest.mf");
        assertDefect("must be named META-INF/MANIFEST.MF: found META-INF/manifest.mf", DroppedJar.at(path));

        write("meta-inf/manifest.mf");
        assertDefect("each file once: meta-inf/manifest.mf", DroppedJar.at(path));
    }

    @Test
    void shouldHoldWhatIsReadInMemoryToLessInAnyCase() throws Exception {
        for (String name : new String[] {"META-INF/SOME.SF", "meta-inf/some.sf", "Meta-Inf/a"}) {
            write((16 << 20) + 1, name);
            assertDefect("at most 16 MiB in each file of META-INF/: " + name, DroppedJar.at(path));
        }
    }

    @Test
    void shouldRefuseWhatLeadsOut() throws Exception {
        for (String name : new String[] {"../a", "a/../../b", "/etc/a", "..\\a", "a/.."}) {
            write(name);
            assertDefect("must stay in it: found " + name, DroppedJar.at(path));
        }
    }

    @Test
    void shouldCountWhatIsUnpackedWhateverTheJarSays() throws Exception {
        write("a", "b");

        assertDefect("at most 0 MiB", new DroppedJar(path, 2 * LENGTH));
        assertEquals(Optional.empty(), new DroppedJar(path, 3 * LENGTH).defect());
    }

    @Test
    void shouldRefuseAJarWhoseBytesHaveChanged() throws Exception {
        write("a");
        byte[] bytes = Files.readAllBytes(path);
        int listed = new String(bytes, ISO_8859_1).lastIndexOf("PK\1\2");
        bytes[listed + 16] ^= 1; // the check sum
        Files.write(path, bytes);

        assertDefect("a is damaged", DroppedJar.at(path));
    }
}
