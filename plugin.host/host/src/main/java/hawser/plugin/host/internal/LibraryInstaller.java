// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes bare libraries out of the deploy folder: each is wrapped into a bundle of its own, together with the JSON file
 * beside it, if there is one, which may come, change and go alone; or with all that is in a folder of its own.
 */
@Component(immediate = true, service = {ArtifactInstaller.class, LibraryInstaller.class})
@ServiceRanking(2000)
public final class LibraryInstaller implements ArtifactInstaller {
    /*
     * A folder comes as a jar that FileInstall has made of it, elsewhere, to be asked about, and by its own path to be
     * installed. FileInstall sees files that change in time or length, not in who may write them: that is looked at
     * here, as often.
     */
    private static final Logger LOG = LoggerFactory.getLogger(LibraryInstaller.class);
    private static final List<String> SUFFIXES = List.of(".so", ".dylib", ".dll");
    private static final String DEPLOY = "hawser.deploy";
    private static final String POLL = "felix.fileinstall.poll";
    private static final String JAR = ".jar";
    private static final long USUAL_POLL_MS = 500;

    private final BundleContext context;
    private final DeployedLibraries libraries;
    private final ScheduledExecutorService judge = Executors.newSingleThreadScheduledExecutor(action -> {
        Thread thread = new Thread(action, "hawser-deploy-judge");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public LibraryInstaller(BundleContext context) {
        this.context = context;
        libraries = new DeployedLibraries(context, new Strays(deploy()));
        libraries.catchUp();
        judge.scheduleWithFixedDelay(this::judgeAgain, pollMs(), pollMs(), TimeUnit.MILLISECONDS);
    }

    private Optional<Path> deploy() {
        return Optional.ofNullable(context.getProperty(DEPLOY)).map(path -> Path.of(path).toAbsolutePath().normalize());
    }

    private long pollMs() {
        String poll = context.getProperty(POLL);
        return poll != null && poll.matches("[1-9]\\d{0,8}") ? Long.parseLong(poll) : USUAL_POLL_MS;
    }

    private void judgeAgain() {
        try {
            libraries.judgeAgain();
        } catch (BundleException | RuntimeException e) {
            LOG.error("A library that was refused cannot be taken now: {}", e.toString());
        }
    }

    @Deactivate
    void deactivate() {
        judge.shutdownNow();
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.isFile() && (isLibrary(artifact) || libraryBeside(artifact).isPresent()
                || folderOf(artifact).filter(LibraryInstaller::isPlugin).isPresent());
    }

    private static boolean isLibrary(File artifact) {
        return LibraryBundle.isLibrary(artifact.getName());
    }

    /** The library that the file says more about. */
    static Optional<Path> libraryBeside(File settings) {
        String name = settings.getName();
        if (!name.endsWith(".json")) {
            return Optional.empty();
        }
        String stem = name.substring(0, name.length() - ".json".length());
        return SUFFIXES.stream().map(suffix -> settings.toPath().resolveSibling(stem + suffix))
                .filter(Files::isRegularFile).findFirst();
    }

    /** The folder of the deploy folder that a jar was made of. */
    private Optional<Path> folderOf(File jar) {
        String deploy = context.getProperty(DEPLOY);
        String name = jar.getName();
        if (deploy == null || !name.endsWith(JAR) || jar.getAbsoluteFile().toPath().getParent().equals(Path.of(deploy)
                .toAbsolutePath().normalize())) {
            return Optional.empty();
        }
        return Optional.of(Path.of(deploy, name.substring(0, name.length() - JAR.length()))).filter(Files::isDirectory);
    }

    /** Whether a folder is to be a plugin, or to become one: no bundle that lies there unpacked. */
    private static boolean isPlugin(Path folder) {
        try {
            return Strays.isUnfinished(folder) || DroppedLibrary.holdsLibraries(folder)
                    && !Files.exists(folder.resolve("META-INF/MANIFEST.MF"));
        } catch (IOException e) {
            return false; // it has gone
        }
    }

    @Override
    public void install(File artifact) throws BundleException {
        Optional<Path> beside = libraryBeside(artifact);
        if (beside.isPresent()) {
            libraries.settle(artifact.toPath(), beside.get());
        } else if (!Strays.isUnfinished(artifact.toPath())) {
            libraries.take(artifact.toPath());
        }
    }

    @Override
    public void update(File artifact) throws BundleException {
        install(artifact);
    }

    @Override
    public void uninstall(File artifact) throws BundleException {
        Optional<Path> beside = libraryBeside(artifact);
        if (!libraries.remove(artifact.toPath()) && beside.isPresent()) {
            libraries.settle(artifact.toPath(), beside.get());
        }
    }
}
