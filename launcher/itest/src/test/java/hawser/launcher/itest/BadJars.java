// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Jars that are not to be taken as they are, each made of one that is fine. */
final class BadJars {
    private static final int LOCAL_NAME = 30;
    private static final int LISTED_NAME = 46;
    private static final byte[] LAST_BLOCK = {3, 0};
    private static final String SECRET = "secret";

    private BadJars() {
    }

    /** With another entry, of that name; it may be in the jar already. */
    static byte[] with(byte[] jar, String name, byte[] content) throws IOException {
        String other = name.substring(0, name.length() - 1) + '\1';
        return text(edited(jar, other, content)).replace(other, name).getBytes(ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** With other content of an entry, or one more: it is stored as it is. */
    static byte[] edited(byte[] jar, String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(jar));
                ZipOutputStream to = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
                if (!entry.getName().equals(name)) {
                    to.putNextEntry(new ZipEntry(entry.getName()));
                    from.transferTo(to);
                }
            }
            ZipEntry stored = new ZipEntry(name);
            CRC32 crc = new CRC32();
            crc.update(content);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(content.length);
            stored.setCrc(crc.getValue());
            to.putNextEntry(stored);
            to.write(content);
        }
        return bytes.toByteArray();
    }

    /** With an entry that says that it is short, and is that many MiB of zeros. */
    static byte[] bomb(byte[] jar, String name, int mib) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[1 << 20]);
        byte[] piece = new byte[1 << 16];
        int length = deflater.deflate(piece, 0, piece.length, Deflater.FULL_FLUSH);
        deflater.end();
        ByteArrayOutputStream zeros = new ByteArrayOutputStream();
        for (int i = 0; i < mib; i++) {
            zeros.write(piece, 0, length);
        }
        zeros.write(LAST_BLOCK);
        byte[] bomb = edited(jar, name, zeros.toByteArray());
        String found = text(bomb);
        for (int at = found.indexOf(name); at >= 0; at = found.indexOf(name, at + 1)) {
            boolean listed = found.startsWith("PK\1\2", at - LISTED_NAME);
            bomb[listed ? at - LISTED_NAME + 10 : at - LOCAL_NAME + 8] = ZipEntry.DEFLATED;
        }
        return bomb;
    }

    /** Signed by somebody. */
    static byte[] signed(byte[] jar, Path folder) throws Exception {
        Path keys = folder.resolve("keys");
        Path file = Files.write(folder.resolve("signed.zip"), jar);
        if (!Files.exists(keys)) {
            run("keytool", "-genkeypair", "-keyalg", "EC", "-dname", "CN=somebody", "-alias", "somebody", "-keystore",
                    keys.toString(), "-storepass", SECRET);
        }
        run("jarsigner", "-keystore", keys.toString(), "-storepass", SECRET, file.toString(), "somebody");
        return Files.readAllBytes(file);
    }

    private static void run(String tool, String... arguments) throws Exception {
        ProcessBuilder process = new ProcessBuilder(arguments);
        process.command().add(0, Path.of(System.getProperty("java.home"), "bin", tool).toString());
        assertEquals(0, process.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor());
    }
}
