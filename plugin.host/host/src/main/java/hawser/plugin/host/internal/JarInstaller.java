// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.felix.fileinstall.ArtifactUrlTransformer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges each jar of the deploy folder before the framework opens it; those that cannot be used are told of. */
@Component(immediate = true, service = {ArtifactUrlTransformer.class, JarInstaller.class})
@ServiceRanking(1500)
public final class JarInstaller implements ArtifactUrlTransformer {
    /*
     * FileInstall takes for a bundle what has a bundle's manifest, whatever it is called, and uninstalls what its
     * listener cannot handle any more. So this one handles every jar, and what else is a bundle, and in the place
     * of one that cannot be used gives it a RefusedJar: a bundle that was there before goes on, and whoever asks for
     * the plugin is told why it is not the file that lies there.
     */
    private static final Logger LOG = LoggerFactory.getLogger(JarInstaller.class);
    private static final String JAR = ".jar";
    /** By FileInstall's own rule. */
    private static final String NEVER_BUNDLES = "(?s).*\\.(txt|xml|properties|cfg)";

    private final BundleContext context;
    /** What was taken. */
    private final Map<Path, JarName> names = new ConcurrentHashMap<>();
    /** What was not because of another of that name. */
    private final Map<Path, JarName> waiting = new ConcurrentHashMap<>();
    private final BundleListener leaving = this::changed;

    @Activate
    public JarInstaller(BundleContext context) {
        this.context = context;
        Arrays.stream(context.getBundles()).filter(RefusedJar::isOnly)
                .forEach(refused -> Deployment.place(refused.getLocation()).ifPresent(this::await));
        context.addBundleListener(leaving);
        takeFreeSoon();
    }

    /** Refused before Hawser was started: FileInstall asks again only when it changes. */
    private void await(Path jar) {
        try {
            if (DroppedJar.at(jar).defect().isEmpty()) {
                waiting.put(jar, JarName.of(jar));
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("{} is refused as before: {}", jar, e.toString());
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(leaving);
    }

    /** A name may be free now, or was before what was refused had become a bundle. */
    private void changed(BundleEvent event) {
        if ((event.getType() & (BundleEvent.UNINSTALLED | BundleEvent.UPDATED | BundleEvent.INSTALLED)) != 0) {
            takeFreeSoon();
        }
    }

    /** Not on the framework's own thread: others wait there. */
    private void takeFreeSoon() {
        if (!waiting.isEmpty()) {
            Thread taking = new Thread(this::takeFreeIfActive, "hawser-jar-installer");
            taking.setDaemon(true);
            taking.start();
        }
    }

    private void takeFreeIfActive() {
        try {
            takeFree();
        } catch (IllegalStateException e) {
            LOG.debug("The host has stopped: its next start looks again", e);
        }
    }

    private synchronized void takeFree() {
        waiting.forEach(this::takeIfFree);
    }

    private void takeIfFree(Path jar, JarName name) {
        Bundle refused = context.getBundle(location(jar));
        boolean free = coming(name, jar).findFirst().isEmpty() && bundles(name).findFirst().isEmpty();
        if (free && refused != null && DroppedJar.at(jar).defect().isEmpty() && waiting.remove(jar, name)) {
            names.put(jar, name);
            takeOrWait(jar, name, refused);
        }
    }

    /** What it is now may be known already, since it was replaced meanwhile: then that stays. */
    private void takeOrWait(Path jar, JarName name, Bundle refused) {
        try (InputStream content = Files.newInputStream(jar)) {
            synchronized (DeployedLibraries.TURN) {
                refused.update(content);
            }
        } catch (IOException | BundleException | IllegalStateException e) { // the last: it has gone, too
            LOG.error("{} cannot be taken now that there is no other {}: {}", jar, name, e.toString());
            if (names.remove(jar, name)) {
                waiting.put(jar, name);
            }
        }
    }

    /** Those of the deploy folder, whatever their suffix, and those made of what lies there unpacked; no pipes. */
    @Override
    public boolean canHandle(File artifact) {
        Path place = artifact.getAbsoluteFile().toPath();
        return (isIn(DeployFolder.PROPERTY, place) || isIn(UnpackedBundles.PROPERTY, place))
                && (artifact.isFile() || !artifact.exists())
                && (artifact.getName().endsWith(JAR) || isKnown(place) || isOfAnotherSuffix(place));
    }

    private static boolean isOfAnotherSuffix(Path file) {
        return !file.getFileName().toString().matches(NEVER_BUNDLES) && DroppedJar.at(file).isBundle();
    }

    /** Whether there is a bundle of it: that stays while its file is being written anew, say. */
    private boolean isKnown(Path jar) {
        return context.getBundle(location(jar)) != null;
    }

    /** Where FileInstall has it from. */
    static String location(Path jar) {
        return jar.toUri().toString().replaceFirst("^file:///", "file:/");
    }

    private boolean isIn(String property, Path file) {
        return DeployFolder.named(context, property).filter(folder -> folder.equals(file.getParent())).isPresent();
    }

    /** As it is called in the deploy folder. */
    private String name(Path jar) {
        String name = jar.getFileName().toString();
        return isIn(UnpackedBundles.PROPERTY, jar) ? name.substring(0, name.length() - JAR.length()) : name;
    }

    @Override
    public URL transform(URL artifact) throws IOException {
        Path jar = Path.of(URI.create(artifact.toExternalForm()));
        waiting.remove(jar);
        Optional<String> defect = DroppedJar.at(jar).defect().map(each -> each + "; replace or remove it")
                .or(() -> namesake(jar));
        return defect.isEmpty() ? artifact : refused(artifact, jar, defect.get());
    }

    private URL refused(URL artifact, Path jar, String defect) throws IOException {
        Bundle before = context.getBundle(artifact.toExternalForm());
        names.remove(jar);
        RefusedJar refused = new RefusedJar(name(jar), defect);
        if (before != null && !PluginExtender.isPlugin(before)) {
            LOG.error("{}; the bundle {} goes on as it was before", refused.reason(), before.getSymbolicName());
        }
        return of(artifact, before == null || RefusedJar.isOnly(before) ? refused.bundle()
                : refused.bundle(before));
    }

    /** Two bundles of one name and version: the framework takes one, and FileInstall puts the other in its place. */
    private Optional<String> namesake(Path jar) {
        try {
            JarName name = JarName.of(jar);
            Optional<String> other = other(name, jar);
            (other.isEmpty() ? names : waiting).put(jar, name);
            return other.map(place -> "a bundle must have a name and version of its own: " + name + " is there "
                    + "already, from " + place + "; raise its Bundle-Version, or remove one of them");
        } catch (IOException e) {
            return Optional.of("it must be a whole jar: " + e.getMessage() + "; replace it");
        } catch (IllegalArgumentException e) {
            return Optional.of("a bundle's version must be like 1.2.3: " + e.getMessage() + "; replace it");
        }
    }

    private Optional<String> other(JarName name, Path jar) {
        return Stream.concat(coming(name, jar), bundles(name).map(Bundle::getLocation)
                .filter(from -> Deployment.place(from).filter(place -> isGone(place, jar)).isEmpty())).findFirst();
    }

    /** Those that came together are not bundles yet. */
    private Stream<String> coming(JarName name, Path jar) {
        return names.entrySet().stream().filter(each -> each.getValue().equals(name) && !isGone(each.getKey(), jar))
                .map(each -> each.getKey().getFileName().toString());
    }

    private Stream<Bundle> bundles(JarName name) {
        return Arrays.stream(context.getBundles()).filter(name::isOf);
    }

    /** Whether it is the jar's own, or will be gone by then: it was renamed. */
    private static boolean isGone(Path place, Path jar) {
        return place.equals(jar) || !Files.exists(place);
    }

    /** The same address, with other content. */
    private static URL of(URL artifact, byte[] content) throws MalformedURLException {
        return new URL(null, artifact.toExternalForm(), new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {
                        connected = true;
                    }

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(content);
                    }
                };
            }
        });
    }
}
