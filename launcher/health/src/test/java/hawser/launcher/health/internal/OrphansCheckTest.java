// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansCheckTest {
    @TempDir
    private Path folder;
    private Process left;

    @BeforeEach
    void startARunner() throws IOException {
        Path runner = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("memfd:hawser-runner (deleted)"));
        left = new ProcessBuilder(runner.toString(), "600").start();
    }

    @AfterEach
    void endIt() throws InterruptedException {
        left.destroyForcibly().waitFor();
    }

    /** Plugins that are asked for when it is known whether one is being loaded. */
    private static Result check(boolean settled, Supplier<?> plugins) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        if (settled) {
            stage.complete(null);
        }
        return new OrphansCheck(new SomeParts(Optional.empty(), Optional.empty(), Optional.of(
                SomeParts.giving(PluginHost.class, Map.of("list", plugins, "settled", () -> stage))))).execute();
    }

    @Test
    void shouldTellOfARunnerWithoutAPlugin() throws Exception {
        Result result = check(true, List::of);

        assertEquals(Result.Status.WARN, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("At most 0 processes of plugins may be there now, and these are: ["
                + left.pid() + "]; one is left over"), result.toString());
        endIt();
        assertEquals(Result.Status.OK, check(true, List::of).getStatus());
    }

    @Test
    void shouldNotCountWhatEndsWhileItLooks() {
        Result result = check(true, () -> {
            try {
                endIt();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return List.of();
        });

        assertEquals(Result.Status.OK, result.getStatus(), result.toString());
    }

    @Test
    void shouldNotJudgeWhileAPluginIsBeingLoaded() {
        Result result = check(false, List::of);

        assertEquals(Result.Status.OK, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("being loaded"), result.toString());
    }
}
