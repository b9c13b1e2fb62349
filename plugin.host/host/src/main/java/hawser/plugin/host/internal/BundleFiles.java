// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.NativePluginConstants;
import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;

/**
 * The files that a bundle holds now.
 *
 * @param bundle itself
 */
record BundleFiles(Bundle bundle) {
    private static final int MIB = 1 << 20;

    byte[] bytes(String path) throws IOException {
        URL entry = bundle.getEntry(path);
        if (entry == null) {
            throw new PluginException("the header " + NativePluginConstants.HEADER
                    + " must name a file of its bundle: there is no " + path + " in " + bundle.getSymbolicName());
        }
        try (InputStream stream = entry.openStream()) {
            byte[] bytes = stream.readNBytes(DroppedLibrary.LENGTH_MAX + 1);
            if (bytes.length > DroppedLibrary.LENGTH_MAX) {
                throw new PluginException(DroppedLibrary.tooLong("more than " + DroppedLibrary.LENGTH_MAX / MIB));
            }
            return bytes;
        }
    }

    /** {@return the paths of all files below a folder, which ends in a slash} */
    List<String> paths(String folder) {
        Enumeration<URL> found = bundle.findEntries(folder, "*", true);
        return found == null ? List.of() : Collections.list(found).stream()
                .map(entry -> entry.getPath().substring(1)).filter(path -> !path.endsWith("/")).sorted().toList();
    }

    /** {@return the paths of all its files, without those of its fragments} */
    List<String> ownPaths() {
        List<String> paths = new ArrayList<>();
        addOwn("/", paths);
        return paths;
    }

    private void addOwn(String folder, List<String> paths) {
        Enumeration<String> found = bundle.getEntryPaths(folder);
        for (String path : found == null ? List.<String>of() : Collections.list(found)) {
            if (path.endsWith("/")) {
                addOwn(path, paths);
            } else {
                paths.add(path);
            }
        }
    }

    /** Whether each of these is there, with these bytes. */
    boolean hold(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (bundle.getEntry(file.getKey()) == null || !Arrays.equals(file.getValue(), bytes(file.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
