// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
     * FileInstall sees files that change in time or length, not in who may write them: that is looked at here, as
     * often; and it is told to skip folders, which it would read before it asks. A folder that takes a file's place it
     * takes for that, and makes a jar of it, elsewhere, to ask about: nobody else is to have that.
     */
    private static final Logger LOG = LoggerFactory.getLogger(LibraryInstaller.class);
    private static final List<String> SUFFIXES = List.of(".so", ".dylib", ".dll");
    private static final String POLL = "felix.fileinstall.poll";
    private static final String JAR = ".jar";
    private static final long USUAL_POLL_MS = 500;

    private final BundleContext context;
    private final DeployedLibraries libraries;
    private final Optional<DeployedFolders> folders;
    private final ScheduledExecutorService judge = Executors.newSingleThreadScheduledExecutor(action -> {
        Thread thread = new Thread(action, "hawser-deploy-judge");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public LibraryInstaller(BundleContext context) {
        this.context = context;
        libraries = new DeployedLibraries(context, new Strays(folder(DeployFolder.PROPERTY)));
        folders = folder(DeployFolder.PROPERTY).map(deploy -> new DeployedFolders(deploy, libraries,
                folder(UnpackedBundles.PROPERTY).map(UnpackedBundles::new)));
        libraries.catchUp();
        folders.ifPresent(DeployedFolders::catchUp);
        judge.scheduleWithFixedDelay(this::judgeAgain, pollMs(), pollMs(), TimeUnit.MILLISECONDS);
    }

    private Optional<Path> folder(String property) {
        return DeployFolder.named(context, property);
    }

    private long pollMs() {
        String poll = context.getProperty(POLL);
        return poll != null && poll.matches("[1-9]\\d{0,8}") ? Long.parseLong(poll) : USUAL_POLL_MS;
    }

    private void judgeAgain() {
        attempt(() -> folders.ifPresent(DeployedFolders::look));
        attempt(libraries::judgeAgain);
    }

    /** Each for itself, and again at the next look: an Error, too, which may be want of memory, would end all looks. */
    private static void attempt(Look look) {
        try {
            look.look();
        } catch (BundleException | RuntimeException | Error e) {
            LOG.error("The deploy folder could not be looked at to the end: {}", e.toString());
        }
    }

    /** A look at what FileInstall does not see. */
    @FunctionalInterface
    private interface Look {
        void look() throws BundleException;
    }

    @Deactivate
    void deactivate() {
        judge.shutdownNow();
    }

    @Override
    public boolean canHandle(File artifact) {
        return artifact.isFile() && (isLibrary(artifact) || libraryBeside(artifact).isPresent()
                || isOfFolder(artifact));
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

    /** Whether a jar was made of a folder of the deploy folder, by FileInstall. */
    private boolean isOfFolder(File jar) {
        Path place = jar.getAbsoluteFile().toPath();
        List<Path> watched = Stream.of(DeployFolder.PROPERTY, UnpackedBundles.PROPERTY)
                .flatMap(each -> folder(each).stream()).toList();
        return jar.getName().endsWith(JAR) && !watched.contains(place.getParent()) && folder(DeployFolder.PROPERTY)
                .filter(deploy -> Files.isDirectory(deploy.resolve(jar.getName().replaceFirst("\\.jar$", ""))))
                .isPresent();
    }

    @Override
    public void install(File artifact) throws BundleException {
        Optional<Path> beside = libraryBeside(artifact);
        if (beside.isPresent()) {
            libraries.settle(artifact.toPath(), beside.get());
        } else if (!artifact.isDirectory()) {
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
