// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import java.io.IOException;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of files in the deploy folder that nobody can use why that is so. It is asked before all others: opening a pipe
 * to see whether it is a jar would wait for ever.
 */
@Component(immediate = true)
@ServiceRanking(1000)
public final class UnusableFiles implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(UnusableFiles.class);

    @Override
    public boolean canHandle(File artifact) {
        return artifact.exists() && !artifact.isDirectory() && defect(artifact) != null;
    }

    /** What stands against the file, or null. */
    private static String defect(File artifact) {
        if (!artifact.isFile()) {
            return "it must be a regular file, and is a pipe, a socket or a device";
        }
        return artifact.getName().endsWith(".jar") ? defectOfJar(artifact) : null;
    }

    private static String defectOfJar(File artifact) {
        try (JarFile jar = new JarFile(artifact)) {
            Manifest manifest = jar.getManifest();
            return manifest != null && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null
                    ? null : "a jar must be a bundle, and its manifest has no " + Constants.BUNDLE_SYMBOLICNAME;
        } catch (IOException e) {
            return "it must be a whole jar: " + e.getMessage();
        }
    }

    @Override
    public void install(File artifact) {
        LOG.error("{} in the deploy folder is not used: {}; replace or remove it", artifact.getName(),
                defect(artifact));
    }

    @Override
    public void update(File artifact) {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        // Nothing was installed.
    }
}
