// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
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

    /** The bundle in that file, but for its plugin's execution. */
    static byte[] drivenBy(Path jar, String execution) throws IOException {
        try (JarInputStream from = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = from.getManifest();
            Attributes headers = manifest.getMainAttributes();
            headers.putValue("Hawser-Plugin", headers.getValue("Hawser-Plugin")
                    .replaceAll("execution=\\w+", "execution=" + execution));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JarOutputStream to = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = from.getNextJarEntry(); entry != null; entry = from.getNextJarEntry()) {
                    to.putNextEntry(new JarEntry(entry.getName()));
                    from.transferTo(to);
                }
            }
            return bytes.toByteArray();
        }
    }

    /** A bundle with one entry, and that header unless it is null. */
    static byte[] with(String name, String entry, byte[] library, String header) throws IOException {
        return withHeaders(name, entry, library, header == null ? Map.of() : Map.of("Hawser-Plugin", header));
    }

    /** The same, with those headers. */
    static byte[] withHeaders(String name, String entry, byte[] library, Map<String, String> headers)
            throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "test." + name);
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(library);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }
}
