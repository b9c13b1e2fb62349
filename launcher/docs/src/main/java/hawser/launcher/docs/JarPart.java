// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A jar of the distribution.
 *
 * @param fileName its name there
 * @param contains what it contains of others, as its build wrote into the header {@code Hawser-Contains}
 */
record JarPart(String fileName, List<Coordinates.Artifact> contains) {
    private static final String CONTAINS = "Hawser-Contains";

    static JarPart of(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            String header = jar.getManifest().getMainAttributes().getValue(CONTAINS);
            return new JarPart(file.getFileName().toString(), header == null ? List.of()
                    : Stream.of(header.split("\\s*,\\s*")).map(Coordinates.Artifact::parse).toList());
        }
    }

    static String digest(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
