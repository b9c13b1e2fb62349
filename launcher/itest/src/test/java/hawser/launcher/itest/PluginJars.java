// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Plugin bundles made on the spot. */
final class PluginJars {
    private PluginJars() {
    }

    /** A bundle whose header names the library that it holds. */
    static byte[] withLibrary(String name, byte[] library) throws IOException {
        return with(name, "native/l.so", library, "native/l.so;events=\"bad:one:send\"");
    }

    /** A bundle with one entry, and that header. */
    static byte[] with(String name, String entry, byte[] library, String header) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "test." + name);
        attributes.putValue("Hawser-Plugin", header);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(library);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
