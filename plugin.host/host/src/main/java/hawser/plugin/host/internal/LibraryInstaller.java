// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Takes bare libraries out of the deploy folder: each is wrapped into a bundle of its own, together with the JSON file
 * beside it, if there is one. Either may come, change and go alone.
 */
@Component(immediate = true)
public final class LibraryInstaller implements ArtifactInstaller {
    private static final List<String> SUFFIXES = List.of(".so", ".dylib", ".dll");

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
        return artifact.isFile() && (isLibrary(artifact) || libraryBeside(artifact).isPresent());
    }

    private static boolean isLibrary(File artifact) {
        return LibraryBundle.isLibrary(artifact.getName());
    }

    /** The library that the file says more about. */
    private static Optional<Path> libraryBeside(File settings) {
        String name = settings.getName();
        if (!name.endsWith(".json")) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - ".json".length());
        return SUFFIXES.stream().map(suffix -> settings.toPath().resolveSibling(stem + suffix))
                .filter(Files::isRegularFile).findFirst();
    }

    @Override
    public void install(File artifact) throws BundleException {
        Optional<Path> library = isLibrary(artifact) ? Optional.of(artifact.toPath()) : libraryBeside(artifact);
        if (library.isEmpty() || !Files.exists(library.get())) {
            uninstallOrphans(); // it has gone since the folder was looked at
        } else {
            LibraryBundle wrapped = LibraryBundle.deployed(library.get());
            Bundle known = context.getBundle(wrapped.location());
            if (known == null) {
                context.installBundle(wrapped.location(), wrapped.stream()).start();
            } else if (!wrapped.isSameAs(known)) {
                known.update(wrapped.stream());
                known.start();
            }
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
        } else if (!isLibrary(artifact)) {
            install(artifact);
        }
    }
}
