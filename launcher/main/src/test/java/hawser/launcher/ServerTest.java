// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts that fail. */
class ServerTest {
    private Folder folder;

    /** The only framework of these tests: it cannot be created. */
    public static final class BrokenFactory implements FrameworkFactory {
        @Override
        public Framework newFramework(Map<String, String> configuration) {
            throw new StackOverflowError("too deep");
        }
    }

    @BeforeEach
    void prepare(@TempDir Path home) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("bundle/20-hawser")).resolve("x.jar"), "one");
        folder = Folder.at(home.toString());
        folder.prepare();
    }

    private LaunchException failure() {
        return assertThrows(LaunchException.class, new Server(folder, Server.Kind.DAEMON, "1")::run);
    }

    @Test
    void shouldEndWithTheReasonWhenTheFrameworkThrowsAnError() {
        LaunchException failure = failure();

        assertEquals(ExitCodes.NOT_STARTED, failure.exitCode());
        assertTrue(failure.getMessage().contains("StackOverflowError: too deep"), failure.getMessage());
        assertFalse(Files.exists(folder.instance()));
    }

    @Test
    void shouldRefuseWhenThePollIsNoNumber() throws IOException {
        Files.writeString(folder.conf().resolve("system.properties"), "felix.fileinstall.poll = often");

        assertTrue(failure().getMessage().endsWith("at least 1: found often"));
    }
}
