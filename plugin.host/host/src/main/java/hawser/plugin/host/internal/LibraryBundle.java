// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A bundle made around a bare library.
 *
 * @param symbolicName after the library's file
 * @param location where the framework will say that it came from
 * @param bytes the whole bundle
 */
record LibraryBundle(String symbolicName, String location, byte[] bytes) {
    /** Lives as long as its file in the deploy folder. */
    private static final String DEPLOYED = "hawser-deployed:";
    /** Lives until it is unloaded, whatever becomes of its file. */
    private static final String LOADED = "hawser-loaded:";

    static LibraryBundle deployed(Path library) {
        return around(library, DEPLOYED);
    }

    static LibraryBundle loaded(Path library) {
        return around(library, LOADED);
    }

    private static LibraryBundle around(Path library, String origin) {
        try {
            if (!Files.isRegularFile(library)) {
                throw new PluginException("a library must be a regular file: path=" + library);
            }
            String file = library.getFileName().toString();
            String name = "hawser.library." + file.replaceAll("[^A-Za-z0-9_-]", "_");
            return new LibraryBundle(name, location(library, origin), jar(name, library));
        } catch (IOException e) {
            throw new PluginException("a library must be readable: " + e, e);
        }
    }

    /** The location of the bundle around a library of the deploy folder, which need not be there any more. */
    static String deployedAt(Path library) {
        return location(library, DEPLOYED);
    }

    private static String location(Path library, String origin) {
        return origin + library.toAbsolutePath().normalize();
    }

    /** Whether a bundle was made so. */
    static boolean isAt(String location) {
        return location.startsWith(DEPLOYED) || location.startsWith(LOADED);
    }

    /** Whether a bundle was made around a file of the deploy folder that is no longer there. */
    static boolean isOrphan(String location) {
        return location.startsWith(DEPLOYED) && !Files.exists(Path.of(location.substring(DEPLOYED.length())));
    }

    private static byte[] jar(String name, Path library) throws IOException {
        String entry = "native/" + library.getFileName().toString().replaceAll("[;,=\"\\s]", "_");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest(name, entry))) {
            jar.putNextEntry(new JarEntry(entry));
            Files.copy(library, jar);
            jar.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static Manifest manifest(String name, String entry) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue(NativePluginConstants.HEADER, entry);
        return manifest;
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }
}
