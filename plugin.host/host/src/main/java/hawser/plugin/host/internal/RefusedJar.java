// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/**
 * A jar of the deploy folder that is not used. In its place is a bundle whose plugin header says why: what was there
 * before, or one with nothing else.
 *
 * @param file its name
 * @param defect what stands against it
 */
record RefusedJar(String file, String defect) {
    private static final String NAME = "hawser.refused.";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    /** {@return what is said of it} */
    String reason() {
        return file + " in the deploy folder is not used: " + defect;
    }

    /** A bundle with nothing but the reason. */
    byte[] bundle() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        String plain = stem().replaceAll("[^A-Za-z0-9_.-]", "_");
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, NAME + plain);
        main.putValue(Constants.BUNDLE_VERSION, "0.0.0." + Integer.toHexString(file.hashCode()));
        main.putValue(NativePluginConstants.HEADER, refuse(plain));
        return jar(manifest, Map.of());
    }

    private String stem() {
        return file.replaceFirst("\\.jar$", "");
    }

    private String refuse(String header) {
        return PluginHeader.refuse(header, reason());
    }

    /** What the bundle holds now, and the reason if that is a plugin. */
    byte[] bundle(Bundle before) throws IOException {
        BundleFiles files = new BundleFiles(before);
        Map<String, byte[]> entries = new TreeMap<>();
        for (String path : files.ownPaths()) {
            if (!path.equals(MANIFEST)) {
                entries.put(path, files.bytes(path));
            }
        }
        Manifest manifest;
        try (InputStream stream = before.getEntry(MANIFEST).openStream()) {
            manifest = new Manifest(stream);
        }
        String header = manifest.getMainAttributes().getValue(NativePluginConstants.HEADER);
        if (header != null) {
            manifest.getMainAttributes().putValue(NativePluginConstants.HEADER, refuse(header));
        }
        return jar(manifest, entries);
    }

    private static byte[] jar(Manifest manifest, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Whether a bundle has nothing but a reason. */
    static boolean isOnly(Bundle bundle) {
        return String.valueOf(bundle.getSymbolicName()).startsWith(NAME);
    }

    /** {@return what the plugin of such a bundle may be called, after its file} */
    static String pluginName(Bundle bundle) {
        return bundle.getSymbolicName().substring(NAME.length());
    }
}
