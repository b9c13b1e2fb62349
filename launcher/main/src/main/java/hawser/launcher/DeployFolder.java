// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * The folder {@code deploy/}, and that of the jars that are made of what lies there unpacked: watched by FileInstall
 * from the moment that everything of {@code bundle/} runs.
 */
final class DeployFolder {
    /* FileInstall watches conf/ from its start, so that the components find their configuration when they begin. It
     * takes further folders as configurations of its factory. Here that factory is called, not ConfigurationAdmin,
     * because the call returns when the folder's first contents have been installed and started; an update by
     * ConfigurationAdmin comes at some later time. Again whenever FileInstall is restarted. */

    private static final String FACTORY = "org.osgi.service.cm.ManagedServiceFactory";
    private static final String FILTER = "(&(objectClass=" + FACTORY + ")(service.pid=org.apache.felix.fileinstall))";
    /** Everything but what editors and copiers leave half done. */
    private static final String FILES = "(?!\\.).*(?<!~|\\.part|\\.tmp|\\.swp)";

    private final BundleContext context;
    private final Folder folder;

    DeployFolder(BundleContext context, Folder folder) {
        this.context = context;
        this.folder = folder;
    }

    /** Takes up the folder's contents, then watches it. */
    void open() {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(FACTORY, FILTER);
            if (found == null) {
                throw new LaunchException(ExitCodes.NOT_STARTED, "FileInstall is not running: it must be in bundle/");
            }
            watch(found[0]);
            context.addServiceListener(this::changed, FILTER);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the bundles that came from files of the folder which are gone or others now} */
    static List<Bundle> leftovers(BundleContext context, Folder folder) {
        return Stream.of(context.getBundles()).filter(bundle -> isLeftover(bundle, folder)).toList();
    }

    private static boolean isLeftover(Bundle bundle, Folder folder) {
        try {
            Optional<Path> file = file(bundle.getLocation())
                    .filter(each -> watched(folder).stream().anyMatch(each::startsWith));
            return file.isPresent() && isReplaced(file.get(), bundle, folder.cache());
        } catch (IOException | UncheckedIOException e) {
            return true; // a place that is gone, or cannot be looked at, is installed anew, if it comes back
        }
    }

    /** In this order: a jar may need what lies there unpacked. */
    private static List<Path> watched(Folder folder) {
        return List.of(folder.unpacked(), folder.deploy());
    }

    /** The file that FileInstall has it from; others may have come from anywhere. */
    private static Optional<Path> file(String location) {
        String file = location.replaceFirst("^(\\w+:)*file:/(?!/)", "file:///");
        try {
            return file.startsWith("file:///") ? Optional.of(Path.of(URI.create(file))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What is moved there, or copied with its times, can be older than what it replaces; and what only changed its
     * owner, its mode or its disk is the same: its bundle keeps its data.
     */
    private static boolean isReplaced(Path file, Bundle bundle, Path cache) throws IOException {
        long changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis();
        return changed > bundle.getLastModified() && Files.mismatch(file, copy(bundle, cache)) >= 0;
    }

    /** What the framework keeps of it. */
    private static Path copy(Bundle bundle, Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache.resolve("bundle" + bundle.getBundleId()), 2)) {
            return files.filter(file -> file.endsWith("bundle.jar"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new NoSuchFileException("bundle.jar of " + bundle));
        }
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) {
            watch(event.getServiceReference());
        }
    }

    private void watch(ServiceReference<?> reference) {
        Object factory = context.getService(reference);
        try {
            Method updated = reference.getBundle().loadClass(FACTORY)
                    .getMethod("updated", String.class, Dictionary.class);
            for (Path each : watched(folder)) {
                updated.invoke(factory, "hawser." + each.getFileName(), properties(each));
            }
        } catch (InvocationTargetException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "FileInstall does not watch deploy/: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "FileInstall does not watch deploy/: " + e, e);
        }
    }

    private Dictionary<String, String> properties(Path watched) {
        Dictionary<String, String> properties = new Hashtable<>();
        properties.put("felix.fileinstall.dir", watched.toString());
        properties.put(Settings.SUBDIRS, "skip"); // else it makes jars of them, whatever is in there
        properties.put("felix.fileinstall.filter", FILES);
        properties.put("felix.fileinstall.tmpdir", folder.temporary().toString());
        properties.put(Settings.POLL, context.getProperty(Settings.POLL));
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.disableNio2", "true"); // else it forgets files when many change at once
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.start.level", Integer.toString(Settings.DEPLOY_LEVEL));
        return properties;
    }
}
