// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxFileTest {
    private static final ChannelSizes SIZES = new ChannelSizes(1024, 2 * 1024 * 1024);

    @TempDir
    Path folder;

    @Test
    void shouldMakeAFileForItsOwnerOnlyWithItsSpaceReservedAndRemoveIt() throws IOException {
        Path path = folder.resolve("made");
        try (MailboxFile file = MailboxFile.open(path, SIZES)) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            assertEquals(MailboxDescriptor.length(SIZES), Files.size(path));
            assertTrue(blocks(path) * 512 >= MailboxDescriptor.length(SIZES), "file=" + file);
        }

        assertFalse(Files.exists(path));
    }

    private static long blocks(Path path) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes()).strip());
    }

    @Test
    void shouldNeitherRemoveNorClearAFileThatItDidNotMake() throws IOException {
        Path path = folder.resolve("found");
        byte[] content = new byte[(int) MailboxDescriptor.length(SIZES) + 7];
        Arrays.fill(content, (byte) 3);
        Files.write(path, content);

        MailboxFile.open(path, SIZES).close();

        assertArrayEquals(content, Files.readAllBytes(path));
    }

    @Test
    void shouldNotRemoveAFileThatTookTheNameOfItsOwn() throws IOException {
        Path path = folder.resolve("replaced");
        MailboxFile file = MailboxFile.open(path, SIZES);
        Path other = Files.write(folder.resolve("other"), new byte[1]);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);

        file.close();

        assertEquals(1, Files.size(path));
    }

    @Test
    void shouldRefuseWhatIsNoFileOrTooShort() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));
        Path tooShort = Files.write(folder.resolve("short"), new byte[100]);

        for (Path path : new Path[] {folder, link, tooShort, folder.resolve("no/such/folder")}) {
            ChannelException refused = assertThrows(ChannelException.class, () -> MailboxFile.open(path, SIZES));
            assertTrue(refused.getMessage().contains("file=" + path), refused.getMessage());
        }
    }
}
