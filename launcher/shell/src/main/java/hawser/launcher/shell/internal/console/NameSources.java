// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.help.NameSource;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * All sources of names that are registered, asked one by one. They are looked up when a name is to be completed, and
 * not tracked: to take a component's service while it is being registered makes the component before its time.
 */
final class NameSources implements NameSource {
    private final BundleContext context;

    NameSources(BundleContext context) {
        this.context = context;
    }

    @Override
    public Collection<String> names(String kind) {
        try {
            return context.getServiceReferences(NameSource.class, null).stream()
                    .flatMap(reference -> names(reference, kind).stream()).toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e); // there is no filter
        }
    }

    private Collection<String> names(ServiceReference<NameSource> reference, String kind) {
        NameSource source = context.getService(reference);
        if (source == null) {
            return List.of(); // it has just gone
        }
        try {
            return source.names(kind);
        } finally {
            context.ungetService(reference);
        }
    }
}
