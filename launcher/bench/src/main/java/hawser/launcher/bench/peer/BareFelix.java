// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.StartToPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Felix with Gogo's shell and nothing else, from the same jars. Arguments: storage, bundles. */
public final class BareFelix {
    private static final String FRAMEWORK = ".*/org\\.apache\\.felix\\.framework-[^/]*";
    private static final String GOGO = ".*/(jline-|org\\.apache\\.felix\\.gogo\\.)[^/]*";
    private static final String PROFILE = "gosh.home";

    private BareFelix() {
    }

    /** Runs until the framework is stopped. */
    public static void main(String[] arguments) throws BundleException, InterruptedException {
        Framework framework = new FrameworkFactory().newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, arguments[0], PROFILE, System.getProperty(PROFILE)));
        framework.init();
        if (framework.getBundleContext().getBundles().length == 1) {
            for (String jar : List.of(arguments).subList(1, arguments.length)) {
                Bundle bundle = framework.getBundleContext().installBundle("reference:" + Path.of(jar).toUri());
                bundle.start();
            }
        }
        framework.start();
        framework.waitForStop(0);
    }

    /** {@return what starts it} */
    public static StartToPrompt.Program program(String distribution) {
        return () -> {
            Path storage = Files.createTempDirectory("bare-felix-");
            Path etc = Files.createDirectories(storage.resolve("etc"));
            Files.writeString(etc.resolve("gosh_profile"), "prompt = 'g! '\n");
            List<String> jars = jars(distribution);
            String classes = BareFelix.class.getProtectionDomain().getCodeSource().getLocation().getPath();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-D" + PROFILE + '=' + storage, "-cp", classes + ':' + jars.stream()
                    .filter(jar -> jar.matches(FRAMEWORK)).findFirst().orElseThrow(),
                    BareFelix.class.getName(), storage.resolve("cache").toString()));
            jars.stream().filter(jar -> jar.matches(GOGO)).forEach(command::add);
            return command;
        };
    }

    /** Those of the distribution, and what it has within a bundle of its own. */
    private static List<String> jars(String distribution) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(distribution, "bundle"))) {
            return Stream.concat(files.map(Path::toString).filter(file -> file.endsWith(".jar")),
                    Stream.of(System.getProperty("java.class.path").split(":"))
                            .filter(jar -> jar.contains("org.apache.felix.gogo.jline"))).toList();
        }
    }
}
