// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.utils.properties.InterpolationHelper;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Takes the files {@code PID~NAME.cfg} for the factory configurations that they are. Thread-safe.
 */
final class MemberFiles implements ArtifactInstaller {
    /* FileInstall knows no ~: it would make one configuration of that whole name, which no component has, and parts
     * names at the first -, which a plugin's name may have. All other files are left to it. */

    private static final String SUFFIX = ".cfg";
    private static final char TILDE = '~';
    /** As FileInstall says where a configuration comes from. */
    static final String FILE_NAME = "felix.fileinstall.filename";
    private static final String ANY_BUNDLE = "?";

    private final BundleContext context;

    MemberFiles(BundleContext context) {
        this.context = context;
    }

    @Override
    public boolean canHandle(File artifact) {
        String name = artifact.getName();
        return name.endsWith(SUFFIX) && name.indexOf(TILDE) > 0
                && name.indexOf(TILDE) < name.length() - SUFFIX.length() - 1;
    }

    @Override
    public void install(File artifact) throws IOException {
        update(artifact);
    }

    @Override
    public void update(File artifact) throws IOException {
        Map<String, String> values = new HashMap<>(ConfFolder.read(artifact.toPath()));
        InterpolationHelper.performSubstitution(values, context);
        Hashtable<String, Object> properties = new Hashtable<>(values);
        properties.put(FILE_NAME, artifact.toURI().toString());
        configuration(artifact).updateIfDifferent(properties);
    }

    @Override
    public void uninstall(File artifact) throws IOException {
        configuration(artifact).delete();
    }

    private Configuration configuration(File artifact) throws IOException {
        String name = artifact.getName();
        int tilde = name.indexOf(TILDE);
        return admin().getFactoryConfiguration(name.substring(0, tilde),
                name.substring(tilde + 1, name.length() - SUFFIX.length()), ANY_BUNDLE);
    }

    /** Never given back: it is one for all. */
    private ConfigurationAdmin admin() throws IOException {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin == null) {
            throw new IOException("the service ConfigurationAdmin is required and not there: start the bundle "
                    + "org.apache.felix.configadmin");
        }
        return admin;
    }
}
