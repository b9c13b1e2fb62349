// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.StartToPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** {@code bin/hawser} in a copy of the distribution. */
public final class HawserProgram {
    private HawserProgram() {
    }

    /** {@return what starts it} */
    public static StartToPrompt.Program of(String distribution) {
        return () -> List.of(copy(Path.of(distribution)).resolve("bin/hawser").toString());
    }

    private static Path copy(Path distribution) throws IOException {
        Path home = Files.createTempDirectory("hawser-").resolve("hawser");
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : files.toList()) {
                Files.copy(file, home.resolve(distribution.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return home;
    }
}
