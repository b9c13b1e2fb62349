// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Files come, change and go between what is told of them and the looks at them. */
class DeployedLibrariesTest {
    @TempDir
    private Path deploy;

    /** What became of bundles, in order. */
    private final List<String> done = new ArrayList<>();
    private final List<Bundle> installed = new ArrayList<>();
    private final DeployedLibraries libraries = new DeployedLibraries(FullChannel.as(BundleContext.class,
            (method, arguments) -> switch (method) {
                case "getBundles" -> installed.toArray(Bundle[]::new);
                case "getBundle" -> installed.stream().filter(bundle -> bundle.getLocation().equals(arguments[0]))
                        .findFirst().orElse(null);
                case "installBundle" -> install((String) arguments[0]);
                default -> throw new AssertionError(method);
            }), new Strays(Optional.empty()));
    private Path library;
    private Path settings;
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        library = Files.writeString(deploy.resolve("libp.so"), "library");
        settings = Files.writeString(deploy.resolve("libp.json"), "{}");
        folder = Files.createDirectories(deploy.resolve("q"));
        Files.writeString(folder.resolve("libq.so"), "library");
    }

    private Bundle install(String location) {
        String name = Path.of(location).getFileName().toString();
        installed.add(FullChannel.as(Bundle.class, (method, arguments) -> switch (method) {
            case "getLocation" -> location;
            case "getState" -> installed.stream().anyMatch(bundle -> bundle.getLocation().equals(location))
                    ? Bundle.ACTIVE : Bundle.UNINSTALLED;
            case "getHeaders" -> new Hashtable<>();
            case "hashCode" -> location.hashCode();
            case "equals" -> arguments[0].hashCode() == location.hashCode();
            case "uninstall" -> done.add("uninstall " + name)
                    && installed.removeIf(bundle -> bundle.getLocation().equals(location)) ? null : null;
            default -> done.add(method + ' ' + name) ? null : null;
        }));
        return installed.get(installed.size() - 1);
    }

    @Test
    void shouldTakeALibraryWhoseSettingsWentBeforeTheyWereTold() throws Exception {
        libraries.take(library);
        assertEquals(List.of(), done);
        Files.delete(settings);

        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of("start libp.so"), done);
    }

    @Test
    void shouldForgetALibraryThatWentBeforeItWasTaken() throws Exception {
        libraries.take(library);
        Files.delete(library);
        Files.delete(settings);

        libraries.remove(library);
        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of(), done);
    }

    @Test
    void shouldGoOnWithOthersWhenTheSettingsOfOneHaveGone() throws Exception {
        Path other = Files.writeString(deploy.resolve("libr.so"), "library");
        Files.writeString(deploy.resolve("libr.json"), "{}");
        libraries.take(library);
        libraries.take(other);
        Files.delete(settings);

        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of("start libp.so", "start libr.so"), done.stream().sorted().toList());
    }

    @Test
    void shouldKeepAPluginWhoseFolderIsAwayForAMoment() throws Exception {
        libraries.take(folder);
        Path away = Files.move(folder, deploy.resolve(".away"));

        assertTrue(libraries.remove(folder));
        libraries.judgeAgain();
        Files.move(away, folder);
        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of("start q"), done);
    }

    @Test
    void shouldLetAPluginGoThatIsMissingAtTwoLooks() throws Exception {
        libraries.take(folder);
        Files.delete(folder.resolve("libq.so"));

        assertTrue(libraries.remove(folder));
        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of("start q", "uninstall q"), done);
    }

    @Test
    void shouldLetAPluginGoWithoutBeingTold() throws Exception {
        libraries.settle(settings, library);
        Files.delete(library);

        libraries.judgeAgain();
        libraries.judgeAgain();

        assertEquals(List.of("start libp.so", "uninstall libp.so"), done);
    }

    /** Whoever has the turn may have taken the folder away, and brings it back. */
    @Test
    void shouldUninstallNothingOutOfTurn() throws Exception {
        libraries.take(folder);
        FutureTask<Void> looks = new FutureTask<>(() -> {
            libraries.judgeAgain();
            libraries.judgeAgain();
            return null;
        });
        Thread judge = new Thread(looks);
        synchronized (DeployedLibraries.TURN) {
            Path away = Files.move(folder, deploy.resolve(".away"));
            judge.start();
            while (judge.getState() != Thread.State.BLOCKED) {
                assertNotEquals(Thread.State.TERMINATED, judge.getState());
                Thread.onSpinWait();
            }
            Files.move(away, folder);
        }
        looks.get();

        assertEquals(List.of("start q"), done);
    }
}
