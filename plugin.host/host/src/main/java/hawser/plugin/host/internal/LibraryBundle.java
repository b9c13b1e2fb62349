// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import org.osgi.framework.Bundle;

/**
 * A bundle made around a bare library.
 *
 * @param symbolicName after the library's file, or its folder
 * @param location where the framework will say that it came from
 * @param content what it holds
 */
record LibraryBundle(String symbolicName, String location, DroppedLibrary content) {
    private static final String FOLDER = "native/";
    /** Lives as long as its file in the deploy folder. With two colons: else FileInstall took it for one of its own. */
    private static final String DEPLOYED = "hawser:deployed:";
    /** Lives until it is unloaded, whatever becomes of its file. */
    private static final String LOADED = "hawser:loaded:";

    static LibraryBundle deployed(Path library) {
        return around(library, DEPLOYED);
    }

    static LibraryBundle loaded(Path library) {
        return around(library, LOADED);
    }

    /** Around a library, for a bundle that is at that location already. */
    static LibraryBundle at(String location, Path library) {
        return around(library, isDeployed(location) ? DEPLOYED : LOADED);
    }

    private static LibraryBundle around(Path library, String origin) {
        String name = "hawser.library." + library.getFileName().toString().replaceAll("[^A-Za-z0-9_-]", "_");
        try {
            return new LibraryBundle(name, location(library, origin),
                    DroppedLibrary.read(library, origin.equals(LOADED)));
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
        return isDeployed(location) || isLoaded(location);
    }

    /** Whether a bundle was made around a library that was loaded by its path. */
    static boolean isLoaded(String location) {
        return location.startsWith(LOADED);
    }

    /** Whether a bundle was made around what lies in the deploy folder. */
    static boolean isDeployed(String location) {
        return location.startsWith(DEPLOYED);
    }

    /** Whether it says of the bundle, which was made so, that the library was not taken. */
    static boolean isRefused(Bundle bundle) {
        return isDeployed(bundle.getLocation())
                && PluginHeader.isRefused(bundle.getHeaders("").get(NativePluginConstants.HEADER));
    }

    /** Whether a bundle was made around a file of the deploy folder that is no longer there. */
    static boolean isOrphan(String location) {
        return isDeployed(location) && !Files.exists(libraryOf(location), LinkOption.NOFOLLOW_LINKS);
    }

    /** The library that the bundle of that location was made around. */
    static Path libraryOf(String location) {
        return Path.of(location.replaceFirst(isAt(location) ? "^\\w+:\\w+:" : "^[^:]*:", ""));
    }

    static boolean isLibrary(String file) {
        return file.matches("(?s).+\\.(so|dylib|dll)");
    }

    /** What a plugin is called as long as its library has not said it: libecho.so is echo's, notes.txt nobody's. */
    static String pluginName(String location) {
        String file = libraryOf(location).getFileName().toString();
        return isLibrary(file) || !file.contains(".")
                ? file.replaceAll("\\.[^.]+$", "").replaceFirst("^lib(?=.)", "") : file;
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", symbolicName);
        attributes.putValue("Bundle-Version", "0.0.0." + Integer.toHexString(fileName().hashCode()));
        attributes.putValue(NativePluginConstants.HEADER, header());
        return manifest;
    }

    /** As it is: the symbolic name may be that of others, too, whose names have other signs. */
    private String fileName() {
        return libraryOf(location).getFileName().toString();
    }

    private String header() {
        String header = FOLDER + content.library() + (content.settings().length > 0 ? ";settings=" + settings() : "");
        return content.refusal().map(reason -> PluginHeader.refuse(header, reason)).orElse(header);
    }

    /** The entry that holds the file beside the library, and is called like that: messages name it. */
    private String settings() {
        return content.library().replaceAll("\\.[^.]+$", "") + ".json";
    }

    /** Every entry but the manifest. */
    private Map<String, byte[]> entries() {
        Map<String, byte[]> entries = new TreeMap<>();
        content.files().forEach((path, bytes) -> entries.put(FOLDER + path, bytes));
        if (content.settings().length > 0) {
            entries.put(settings(), content.settings());
        }
        return entries;
    }

    /** Whether a bundle made before holds the same. */
    boolean isSameAs(Bundle bundle) {
        if (!header().equals(bundle.getHeaders("").get(NativePluginConstants.HEADER))) {
            return false;
        }
        try {
            BundleFiles before = new BundleFiles(bundle);
            return before.paths(FOLDER).size() == content.files().size() && before.hold(entries());
        } catch (IOException e) {
            return false; // made anew in any case
        }
    }

    /** The whole bundle. */
    InputStream stream() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written", e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
