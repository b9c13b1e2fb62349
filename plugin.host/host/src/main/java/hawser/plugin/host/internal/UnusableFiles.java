// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
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
        if (artifact.isDirectory()) { // it was asked about as the jar that was made of it
            return "a folder must hold a plugin's library at its top, or be a bundle with META-INF/MANIFEST.MF";
        }
        if (!artifact.isFile()) {
            return "it must be a regular file, and is a pipe, a socket or a device";
        }
        return artifact.getName().endsWith(".jar") ? DroppedJar.at(artifact.toPath()).defect().orElse(null) : null;
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
