// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the bundles export keeps its promise to whoever compiled against {@code cnf/baseline}, or says otherwise by its
 * package's version. While a version is being worked on, additions to it are free.
 */
class BaselineTest {
    private static final List<String> KEPT =
            List.of("hawser.transport.api", "hawser.transport.channel", "hawser.plugin.host");

    private static Path baseline(String bundle) {
        return Path.of(System.getProperty("hawser.baseline"), bundle + ".jar");
    }

    private static Path built(String bundle) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(bundle + '-')).findFirst().orElseThrow();
    }

    /** {@return the packages of the new one that break with the old one under the same major version} */
    private static List<String> broken(Jar newer, Jar older) throws Exception {
        List<String> broken = new ArrayList<>();
        try (Processor processor = new Processor()) {
            for (Baseline.Info info : new Baseline(processor, new DiffPluginImpl()).baseline(newer, older, null)) {
                if (breaks(info.packageDiff) && info.newerVersion.getMajor() == info.olderVersion.getMajor()) {
                    broken.add(info.packageName + ' ' + info.newerVersion + " breaks with " + info.olderVersion
                            + "; required: " + info.suggestedVersion + "\n" + info.packageDiff);
                }
            }
        }
        return broken;
    }

    /** Records are ours to make: what theirs lose by another component is a constructor that nobody else calls. */
    private static boolean breaks(Diff diff) {
        if (diff.getDelta() == Delta.REMOVED) {
            return !diff.getName().startsWith("<init>");
        }
        boolean byAddition = diff.getChildren().stream().map(Diff::getDelta)
                .noneMatch(delta -> delta == Delta.REMOVED || delta == Delta.MAJOR);
        return diff.getDelta() == Delta.MAJOR
                && (byAddition || diff.getChildren().stream().anyMatch(BaselineTest::breaks));
    }

    @Test
    void shouldKeepWhatWasExported() throws Exception {
        for (String bundle : KEPT) {
            try (Jar newer = new Jar(built(bundle).toFile()); Jar older = new Jar(baseline(bundle).toFile())) {
                assertTrue(older.getPackages().size() > 0, bundle);
                assertEquals(List.of(), broken(newer, older), bundle);
            }
        }
    }

    /** That the comparison sees something is not to be taken for granted. */
    @Test
    void shouldSeeWhatIsMissing() throws Exception {
        try (Jar newer = new Jar(baseline("hawser.plugin.host").toFile());
                Jar older = new Jar(baseline("hawser.plugin.host").toFile())) {
            for (String path : Set.copyOf(newer.getResources().keySet())) {
                if (path.endsWith("/PluginHost.class")) {
                    newer.remove(path);
                }
            }

            assertEquals(1, broken(newer, older).size());
        }
    }
}
