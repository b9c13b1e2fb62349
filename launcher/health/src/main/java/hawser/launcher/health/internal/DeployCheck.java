// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/**
 * Whether each file in the deploy folder has become a bundle.
 *
 * @param folder that is watched
 * @param locations where the bundles came from that are installed now
 */
record DeployCheck(Path folder, Supplier<Stream<String>> locations) implements HealthCheck {
    private static final String DEPLOYABLE = "(?!\\.).*\\.(jar|so|dylib|dll)";

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.getFileName().toString().matches(DEPLOYABLE)).toList();
            found.stream().filter(file -> !isInstalled(file)).forEach(file -> log.critical(
                    "{} is in the deploy folder and not used: the log says why", file.getFileName()));
            log.info("{}", Count.of(found.size(), "file"));
        } catch (IOException e) {
            log.warn("The deploy folder must be readable: {}", e.toString());
        }
        return new Result(log);
    }

    /** A jar is at its URL, a library at its path behind a scheme. */
    private boolean isInstalled(Path file) {
        String url = file.toUri().getRawPath();
        String path = file.toAbsolutePath().normalize().toString();
        return locations.get()
                .anyMatch(location -> location.endsWith(':' + path) || location.endsWith(url));
    }
}
