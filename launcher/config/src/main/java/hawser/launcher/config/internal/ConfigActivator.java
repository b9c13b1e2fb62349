// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Takes files of {@code conf/} before FileInstall does. */
public final class ConfigActivator implements BundleActivator {
    /* An activator, and no component: FileInstall reads the folder before the component runtime has started, and a file
     * stays with who took it first. The framework takes the registration back when the bundle stops. */

    /** Above FileInstall's own, which takes all .cfg files. */
    private static final int RANKING = 100;

    @Override
    public void start(BundleContext context) {
        context.registerService(ArtifactInstaller.class, new MemberFiles(context),
                new Hashtable<>(Map.of(Constants.SERVICE_RANKING, RANKING)));
    }

    @Override
    public void stop(BundleContext context) {
        // see above
    }
}
