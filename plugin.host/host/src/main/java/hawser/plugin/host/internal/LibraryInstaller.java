// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Takes bare libraries out of the deploy folder: each is wrapped into a bundle of its own. */
@Component(immediate = true)
public final class LibraryInstaller implements ArtifactInstaller {
    private final BundleContext context;

    @Activate
    public LibraryInstaller(BundleContext context) throws BundleException {
        this.context = context;
        uninstallOrphans();
    }

    /** Files may have gone while nobody watched the folder. */
    private void uninstallOrphans() throws BundleException {
        for (Bundle bundle : context.getBundles()) {
            if (LibraryBundle.isOrphan(bundle.getLocation())) {
                bundle.uninstall();
            }
        }
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.isFile() && artifact.getName().matches(".+\\.(so|dylib|dll)");
    }

    @Override
    public void install(File artifact) throws BundleException {
        LibraryBundle wrapped = LibraryBundle.deployed(artifact.toPath());
        Bundle known = context.getBundle(wrapped.location());
        if (known == null) {
            context.installBundle(wrapped.location(), wrapped.stream()).start();
        } else {
            known.update(wrapped.stream());
            known.start();
        }
    }

    @Override
    public void update(File artifact) throws BundleException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) throws BundleException {
        Bundle bundle = context.getBundle(LibraryBundle.deployedAt(artifact.toPath()));
        if (bundle != null) {
            bundle.uninstall();
        }
    }
}
