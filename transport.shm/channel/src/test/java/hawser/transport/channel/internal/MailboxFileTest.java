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
import java.nio.ByteBuffer;
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

    /** A process that must not make files so long stands for a disk that is full. */
    @Test
    void shouldSayThatThereIsNoSpaceAndLeaveNoFile() throws Exception {
        Path path = folder.resolve("full");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), MailboxFileTest.class.getName(), path.toString(),
                said.toString()).inheritIO().start();

        assertEquals(0, process.waitFor());
        String message = Files.readString(said);
        assertTrue(message.contains("file=" + path), message);
        assertTrue(message.contains("length=" + MailboxDescriptor.length(SIZES)), message);
        assertFalse(Files.exists(path));
    }

    /** Makes a mailbox of the first name; writes to the second why it could not. */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[1]), assertThrows(ChannelException.class,
                () -> MailboxFile.open(Path.of(arguments[0]), SIZES)).getMessage());
    }

    @Test
    void shouldGoOnAndCloseWhenItsNameIsGoneOrItsModeIsAnother() throws IOException {
        Path path = folder.resolve("gone");
        MailboxFile file = MailboxFile.open(path, SIZES);
        ByteBuffer word = MailboxFile.word();

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
        Files.delete(path);
        file.write(word.putInt(7).flip(), MailboxDescriptor.length(SIZES) - Integer.BYTES);
        file.read(word.clear(), MailboxDescriptor.length(SIZES) - Integer.BYTES);
        file.close();

        assertEquals(7, word.getInt(0));
        assertFalse(Files.exists(path));
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
