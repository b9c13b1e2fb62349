// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class UnusableFilesTest {
    private final UnusableFiles files = new UnusableFiles(FullChannel.as(BundleContext.class,
            (method, arguments) -> null));

    @TempDir
    private Path folder;

    private Path jar(String name, String symbolicName) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (symbolicName != null) {
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", symbolicName);
        }
        Path jar = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void shouldTakeAPipeWithoutOpeningIt() throws Exception {
        Path pipe = folder.resolve("pipe.so");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertTrue(files.canHandle(pipe.toFile()));
    }

    @Test
    void shouldTakeJarsThatAreNoBundles() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.jar"), "no jar");

        assertTrue(files.canHandle(garbage.toFile()));
        assertTrue(files.canHandle(jar("plain.jar", null).toFile()));
    }

    @Test
    void shouldLeaveToOthersWhatTheyCanUse() throws Exception {
        assertFalse(files.canHandle(jar("bundle.jar", "some.bundle").toFile()));
        assertFalse(files.canHandle(Files.writeString(folder.resolve("lib.so"), "any").toFile()));
        assertFalse(files.canHandle(Files.createDirectory(folder.resolve("folder.so")).toFile()));
        assertFalse(files.canHandle(folder.resolve("gone.jar").toFile()));
    }
}
