// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
    private Path path;
    private TokenFile file;

    @BeforeEach
    void name(@TempDir Path folder) {
        path = folder.resolve("data/token");
        file = new TokenFile(path);
    }

    @Test
    void shouldMakeOneThatItsOwnerAloneMayRead() throws IOException {
        String token = file.read();

        assertEquals(Secrets.LENGTH, token.length());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertEquals(token, file.read(), "the same the next time");
    }

    @Test
    void shouldRefuseOneThatOthersMayRead() throws IOException {
        file.read();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

        assertTrue(assertThrows(IOException.class, file::read).getMessage().contains("rw-r-----"));
    }

    @Test
    void shouldRefuseALinkAndWhatIsNoToken() throws IOException {
        file.read();
        Path real = Files.move(path, path.resolveSibling("real"));
        Files.createSymbolicLink(path, real);
        assertThrows(IOException.class, file::read);

        Files.delete(path);
        Files.move(real, path);
        Files.writeString(path, "password");
        assertThrows(IOException.class, file::read);
    }
}
