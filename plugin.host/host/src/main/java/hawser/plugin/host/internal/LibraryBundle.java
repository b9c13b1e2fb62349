// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;

/**
 * A bundle made around a bare library.
 *
 * @param symbolicName after the library's file
 * @param location where the framework will say that it came from
 * @param settings what the file beside the library says; empty if there is none
 * @param bytes the whole bundle
 */
record LibraryBundle(String symbolicName, String location, byte[] settings, byte[] bytes) {
    /** The entry that holds the file beside the library. */
    static final String SETTINGS = "plugin.json";
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
            byte[] settings = settings(library);
            return new LibraryBundle(name, location(library, origin), settings, jar(name, library, settings));
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

    /** The file beside a library that says more about it; it need not be there. */
    static Path settingsBeside(Path library) {
        return library.resolveSibling(library.getFileName().toString().replaceAll("\\.[^.]+$", "") + ".json");
    }

    private static byte[] settings(Path library) throws IOException {
        Path beside = settingsBeside(library);
        return Files.isRegularFile(beside) ? Files.readAllBytes(beside) : new byte[0];
    }

    private static byte[] jar(String name, Path library, byte[] settings) throws IOException {
        String entry = "native/" + library.getFileName().toString().replaceAll("[;,=\"\\s]", "_");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest(name, entry, settings.length > 0))) {
            jar.putNextEntry(new JarEntry(entry));
            Files.copy(library, jar);
            jar.closeEntry();
            if (settings.length > 0) {
                jar.putNextEntry(new JarEntry(SETTINGS));
                jar.write(settings);
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Manifest manifest(String name, String entry, boolean hasSettings) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        attributes.putValue(NativePluginConstants.HEADER, hasSettings ? entry + ";settings=" + SETTINGS : entry);
        return manifest;
    }

    /** Whether a bundle made before had the same file beside its library. */
    boolean hasSettingsOf(Bundle bundle) {
        URL entry = bundle.getEntry(SETTINGS);
        if (entry == null) {
            return settings.length == 0;
        }
        try (InputStream before = entry.openStream()) {
            return Arrays.equals(settings, before.readAllBytes());
        } catch (IOException e) {
            return false; // made anew in any case
        }
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }
}
