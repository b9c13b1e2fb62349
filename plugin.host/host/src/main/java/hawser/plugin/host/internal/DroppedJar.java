// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;

/**
 * A jar of the deploy folder, judged before the framework opens it.
 *
 * @param path its file
 * @param lengthMax what it may hold, unpacked
 */
record DroppedJar(Path path, long lengthMax) {
    /*
     * A jar says of itself how long its entries are, and may lie: each is unpacked here, into nothing, as far as
     * lengthMax. Only what has passed that is read as a manifest, or checked against signatures, which is done in
     * memory. A signature is asked whether it fits, not whose it is. Java finds a manifest and signatures whatever the
     * case of their names, the framework does not: so what differs in case alone is taken for the same here.
     */
    static final long MIB = 1 << 20;
    static final long LENGTH_MAX = 256 * MIB;
    private static final long META_LENGTH_MAX = 16 * MIB;
    private static final int PIECE = 1 << 16;
    private static final String META = "META-INF/";
    private static final String SIGNATURE = "(?i)META-INF/[^/]+\\.(SF|RSA|DSA|EC)";
    /** What no signature can cover, or none does: jarsigner leaves it out. */
    private static final String OF_SIGNING =
            SIGNATURE + "|META-INF/(MANIFEST\\.MF|SIG-[^/.]*|SIG-[^/]*\\.[A-Z0-9]{1,3})";

    static DroppedJar at(Path path) {
        return new DroppedJar(path, LENGTH_MAX);
    }

    /**
     * Whether it can be opened.
     *
     * @throws PluginException if something stands against it
     */
    void require() {
        defect().ifPresent(defect -> {
            throw new PluginException(path.getFileName() + ": " + defect);
        });
    }

    /** What stands against it; empty if it is a bundle that can be opened. */
    Optional<String> defect() {
        try {
            Optional<String> unsound = defectOfEntries();
            return unsound.isPresent() ? unsound : defectOfBundle();
        } catch (IOException | IllegalArgumentException e) { // the second: a name that is no text
            return Optional.of("it must be a whole jar: " + e.getMessage());
        } catch (SecurityException e) {
            return Optional.of("a signed jar must be as it was signed: " + e.getMessage() + "; sign it again");
        }
    }

    /** Whether FileInstall would open it as a bundle: a file of any suffix that has a bundle's manifest. */
    boolean isBundle() {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ZipEntry manifest = zip.stream().filter(entry -> entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                    .findFirst().orElse(null);
            return manifest != null && (length(zip, manifest, META_LENGTH_MAX) > META_LENGTH_MAX
                    || new Manifest(zip.getInputStream(manifest)).getMainAttributes()
                            .getValue(Constants.BUNDLE_SYMBOLICNAME) != null);
        } catch (IOException | IllegalArgumentException e) {
            return false; // no jar, or none that anybody can read
        }
    }

    private Optional<String> defectOfEntries() throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            Optional<String> misnamed = defectOfNames(entries);
            return misnamed.isPresent() ? misnamed : defectOfLengths(zip, entries);
        }
    }

    /** Before any is read: which of several would be? */
    private static Optional<String> defectOfNames(List<? extends ZipEntry> entries) {
        Set<String> names = new HashSet<>();
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (!names.add(isOfSigning(name) ? name.toUpperCase(Locale.ROOT) : name)) {
                return Optional.of("a jar must hold each file once: " + name + " is there again, and readers of jars "
                        + "differ in which one they take");
            }
            if (name.equalsIgnoreCase(JarFile.MANIFEST_NAME) && !name.equals(JarFile.MANIFEST_NAME)) {
                return Optional.of("a jar's manifest must be named " + JarFile.MANIFEST_NAME + ": found " + name
                        + ", and readers of jars differ in whether they take that");
            }
            if (leadsOut(name)) {
                return Optional.of("what a jar holds must stay in it: found " + name);
            }
        }
        return Optional.empty();
    }

    private static boolean isOfSigning(String name) {
        return name.matches(OF_SIGNING);
    }

    private static boolean isMeta(String name) {
        return name.regionMatches(true, 0, META, 0, META.length());
    }

    private Optional<String> defectOfLengths(ZipFile zip, List<? extends ZipEntry> entries) throws IOException {
        long left = lengthMax;
        for (ZipEntry entry : entries) {
            boolean meta = isMeta(entry.getName());
            long length = length(zip, entry, meta ? Math.min(left, META_LENGTH_MAX) : left);
            left -= length;
            if (left < 0 || meta && length > META_LENGTH_MAX) {
                return Optional.of(excess(entry, meta));
            }
        }
        return Optional.empty();
    }

    private static boolean leadsOut(String name) {
        return name.startsWith("/") || List.of(name.split("[/\\\\]")).contains("..");
    }

    private String excess(ZipEntry entry, boolean meta) {
        return "a jar must hold, unpacked, at most " + lengthMax / MIB + " MiB, and at most " + META_LENGTH_MAX / MIB
                + " MiB in each file of " + META + ": " + entry.getName() + ", of which it has "
                + entry.getCompressedSize() + " bytes, goes beyond " + (meta ? "these" : "that");
    }

    /** How long it is when it is unpacked, or, if it is longer than that, more than that. */
    private static long length(ZipFile zip, ZipEntry entry, long most) throws IOException {
        byte[] piece = new byte[PIECE];
        CRC32 crc = new CRC32();
        long length = 0;
        try (InputStream stream = zip.getInputStream(entry)) {
            for (int count = stream.read(piece); count >= 0; count = stream.read(piece)) {
                length += count;
                if (length > most) {
                    return length;
                }
                crc.update(piece, 0, count);
            }
        }
        if (crc.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName() + " is damaged: its check sum is not what it is listed with");
        }
        return length;
    }

    private Optional<String> defectOfBundle() throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                return Optional.of("a jar must be a bundle, and its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            return jar.stream().anyMatch(entry -> entry.getName().matches(SIGNATURE)) ? defectOfSigned(jar)
                    : Optional.empty();
        }
    }

    /** Each file is read to its end: that is when it has been compared with what was signed. */
    private static Optional<String> defectOfSigned(JarFile jar) throws IOException {
        for (JarEntry entry : jar.stream().toList()) {
            try (InputStream stream = jar.getInputStream(entry)) {
                stream.transferTo(OutputStream.nullOutputStream());
            }
            if (!entry.isDirectory() && !isOfSigning(entry.getName()) && entry.getCodeSigners() == null) {
                return Optional.of("a signed jar must be as it was signed: no valid signature covers " + entry.getName()
                        + "; sign it again, or remove " + META + "*.SF if it need not be signed");
            }
        }
        return Optional.empty();
    }
}
