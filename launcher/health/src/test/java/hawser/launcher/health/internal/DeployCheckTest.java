// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployCheckTest {
    @TempDir
    private Path folder;
    private final List<String> locations = new ArrayList<>(List.of("System Bundle"));

    private Result look() {
        return new DeployCheck(folder, locations::stream).execute();
    }

    private Path put(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }

    @Test
    void shouldBeWellWhileEachFileIsABundle() throws IOException {
        locations.add(put("a b ü.jar").toUri().toString());
        locations.add("hawser-library:" + put("libx.so"));

        Result result = look();

        assertEquals(Result.Status.OK, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("2 files"), result.toString());
    }

    @Test
    void shouldTellOfEachFileThatIsNone() throws IOException {
        put("broken.jar");
        put("liby.so");
        locations.add("file:" + folder.resolveSibling("broken.jar"));
        locations.add("hawser-library:" + folder.resolve("other-liby.so"));

        Result result = look();

        assertEquals(Result.Status.CRITICAL, result.getStatus(), result.toString());
        assertTrue(result.toString().contains("broken.jar is in the deploy folder and not used"), result.toString());
        assertTrue(result.toString().contains("liby.so is in the deploy folder and not used"), result.toString());
    }

    @Test
    void shouldTakeNoNoticeOfWhatIsNotDeployed() throws IOException {
        put(".hidden.jar");
        put("echo.json");
        put("copy.so.part");

        assertEquals(Result.Status.OK, look().getStatus());
    }

    @Test
    void shouldSayThatTheFolderCannotBeRead() throws IOException {
        Files.delete(folder);

        assertEquals(Result.Status.WARN, look().getStatus());
    }
}
