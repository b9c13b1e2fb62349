// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansCheckTest {
    private final OrphansCheck check = new OrphansCheck(new SomeParts(Optional.empty(), Optional.empty(),
            Optional.of(SomeParts.giving(PluginHost.class, "list", List.of()))));

    @Test
    void shouldTellOfARunnerWithoutAPlugin(@TempDir Path folder) throws Exception {
        assertEquals(Result.Status.OK, check.execute().getStatus());
        Path runner = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("memfd:hawser-runner (deleted)"));
        Process left = new ProcessBuilder(runner.toString(), "600").start();
        try {
            Result result = check.execute();

            assertEquals(Result.Status.WARN, result.getStatus(), result.toString());
            assertTrue(result.toString().contains("[" + left.pid() + "]; one is left over"), result.toString());
        } finally {
            left.destroyForcibly().waitFor();
        }
        assertEquals(Result.Status.OK, check.execute().getStatus());
    }
}
