// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes files that nobody can use, so that nobody tries: opening a pipe to see whether it is a jar would wait for ever.
 * The log tells of them; of those in the deploy folder the list of plugins does (see {@link Strays}).
 */
@Component(immediate = true)
@ServiceRanking(1000)
public final class UnusableFiles implements ArtifactInstaller {
    private static final Logger LOG = LoggerFactory.getLogger(UnusableFiles.class);

    /** Found when it was asked about: to read a large jar takes a while. */
    private final Map<File, String> defects = new ConcurrentHashMap<>();
    private final Optional<File> deploy;

    @Activate
    public UnusableFiles(BundleContext context) {
        deploy = Optional.ofNullable(context.getProperty("hawser.deploy"))
                .map(path -> new File(path).getAbsoluteFile());
    }

    @Override
    public boolean canHandle(File artifact) {
        defects.remove(artifact);
        String defect = artifact.exists() && !artifact.isDirectory() ? defect(artifact) : null;
        if (defect != null) {
            defects.put(artifact, defect);
        }
        return defect != null;
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
        File folder = artifact.getAbsoluteFile().getParentFile();
        if (!Optional.of(folder).equals(deploy)) {
            LOG.error("{} in {} is not used: {}; replace or remove it", artifact.getName(), folder,
                    defects.containsKey(artifact) ? defects.get(artifact) : defect(artifact));
        }
    }

    @Override
    public void update(File artifact) {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) {
        defects.remove(artifact);
    }
}
