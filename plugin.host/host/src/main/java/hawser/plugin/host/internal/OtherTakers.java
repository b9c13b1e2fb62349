// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.apache.felix.fileinstall.ArtifactTransformer;
import org.apache.felix.fileinstall.ArtifactUrlTransformer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Whoever is registered now to take files of the deploy folder, and is not of this bundle.
 *
 * @param context where they are looked for
 */
record OtherTakers(BundleContext context) {
    /** Whether one of them takes that file. */
    boolean take(Path file) {
        return Stream.<Class<? extends ArtifactListener>>of(ArtifactInstaller.class, ArtifactTransformer.class,
                ArtifactUrlTransformer.class).flatMap(this::references).anyMatch(each -> takes(each, file));
    }

    private Stream<ServiceReference<? extends ArtifactListener>> references(Class<? extends ArtifactListener> type) {
        try {
            Collection<? extends ServiceReference<? extends ArtifactListener>> found =
                    context.getServiceReferences(type, null);
            return found.stream().filter(each -> !context.getBundle().equals(each.getBundle())).map(each -> each);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter is a filter", e);
        }
    }

    private boolean takes(ServiceReference<? extends ArtifactListener> reference, Path file) {
        ArtifactListener listener = context.getService(reference);
        try {
            return listener != null && listener.canHandle(file.toFile());
        } finally {
            context.ungetService(reference);
        }
    }
}
