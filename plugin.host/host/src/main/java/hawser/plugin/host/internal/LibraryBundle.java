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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
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
 * @param libraryEntry where in the bundle the library is
 * @param library its bytes
 * @param settings what the file beside the library says; empty if there is none
 * @param refusal why the library was not taken; then there are no bytes of it
 */
record LibraryBundle(String symbolicName, String location, String libraryEntry, byte[] library, byte[] settings,
        Optional<String> refusal) {
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

    /** Around a library, for a bundle that is at that location already. */
    static LibraryBundle at(String location, Path library) {
        return around(library, location.startsWith(DEPLOYED) ? DEPLOYED : LOADED);
    }

    private static LibraryBundle around(Path library, String origin) {
        try {
            if (!Files.isRegularFile(library)) {
                throw new PluginException("a library must be a regular file: path=" + library);
            }
            String file = library.getFileName().toString();
            String name = "hawser.library." + file.replaceAll("[^A-Za-z0-9_-]", "_");
            String entry = "native/" + file.replaceAll("[;,=\"\\s\\p{Cntrl}]", "_");
            Optional<String> refusal = origin.equals(DEPLOYED) ? FileTrust.refusal(library) : Optional.empty();
            if (refusal.isEmpty() && hasSettings(library)) {
                refusal = FileTrust.refusal(settingsBeside(library)); // without them it could do more than was meant
            }
            if (refusal.isPresent()) {
                return new LibraryBundle(name, location(library, origin), entry, new byte[0], new byte[0], refusal);
            }
            byte[] settings = hasSettings(library) ? Files.readAllBytes(settingsBeside(library)) : new byte[0];
            return new LibraryBundle(name, location(library, origin), entry, Files.readAllBytes(library), settings,
                    refusal);
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
        return location.startsWith(DEPLOYED) && !Files.exists(libraryOf(location));
    }

    /** The library that the bundle of that location was made around. */
    static Path libraryOf(String location) {
        return Path.of(location.substring(location.indexOf(':') + 1));
    }

    static boolean isLibrary(String file) {
        return file.matches("(?s).+\\.(so|dylib|dll)");
    }

    /** What a plugin is called as long as its library has not said it: libecho.so is echo's. */
    static String pluginName(String location) {
        return libraryOf(location).getFileName().toString().replaceAll("\\.[^.]+$", "").replaceFirst("^lib(?=.)", "");
    }

    /** The file beside a library that says more about it; it need not be there. */
    static Path settingsBeside(Path library) {
        return library.resolveSibling(library.getFileName().toString().replaceAll("\\.[^.]+$", "") + ".json");
    }

    private static boolean hasSettings(Path library) {
        return Files.exists(settingsBeside(library), LinkOption.NOFOLLOW_LINKS);
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        attributes.putValue(NativePluginConstants.HEADER, header());
        return manifest;
    }

    private String header() {
        return libraryEntry + (settings.length > 0 ? ";settings=" + SETTINGS : "")
                + refusal.map(reason -> ";refused=\"" + reason.replaceAll("[\"\\p{Cntrl}]", "'") + "\"").orElse("");
    }

    /** Whether a bundle made before holds the same library, and the same file beside it. */
    boolean isSameAs(Bundle bundle) {
        return header().equals(bundle.getHeaders("").get(NativePluginConstants.HEADER))
                && hasEntry(bundle, SETTINGS, settings) && hasEntry(bundle, libraryEntry, library);
    }

    private static boolean hasEntry(Bundle bundle, String path, byte[] content) {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            return content.length == 0;
        }
        try (InputStream before = entry.openStream()) {
            return Arrays.equals(content, before.readAllBytes());
        } catch (IOException e) {
            return false; // made anew in any case
        }
    }

    /** The whole bundle. */
    InputStream stream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
            add(jar, libraryEntry, library);
            if (settings.length > 0) {
                add(jar, SETTINGS, settings);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String entry, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(content);
        jar.closeEntry();
    }
}
