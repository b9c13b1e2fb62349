// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the framework knows a bundle by, of which it takes one.
 *
 * @param symbolicName without what may follow it in the manifest
 * @param version 0.0.0 if none is stated
 */
record JarName(String symbolicName, Version version) {
    /** Of a jar that is a bundle. */
    static JarName of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw new IOException("its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            return of(manifest.getMainAttributes());
        }
    }

    /**
     * Of a manifest that has a symbolic name.
     *
     * @throws IllegalArgumentException if its version is none
     */
    static JarName of(Attributes manifest) {
        return new JarName(manifest.getValue(Constants.BUNDLE_SYMBOLICNAME).replaceFirst("(?s);.*", "").strip(),
                Version.parseVersion(manifest.getValue(Constants.BUNDLE_VERSION)));
    }

    boolean isOf(Bundle bundle) {
        return symbolicName.equals(bundle.getSymbolicName()) && version.equals(bundle.getVersion());
    }

    @Override
    public String toString() {
        return symbolicName + ' ' + version;
    }
}
