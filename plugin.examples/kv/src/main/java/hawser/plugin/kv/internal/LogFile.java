// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.plugin.kv.Set;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * Keys and values in a file that only grows, until it is opened again. Any thread may read; one at a time appends.
 */
final class LogFile implements Closeable {
    /*
     * An entry is the length of the rest, its checksum, then key and value, each with its length. An entry that is cut
     * off or does not match its checksum was being written when everything stopped: it and what follows is left out.
     * Opening writes what is left to a new file, which then takes the old one's place.
     */
    private static final int LONGEST = 1 << 24;

    private final Map<String, String> values;
    private final FileChannel file;

    private LogFile(Map<String, String> values, FileChannel file) {
        this.values = values;
        this.file = file;
    }

    static LogFile open(Path path) throws IOException {
        Map<String, String> values = new ConcurrentHashMap<>();
        if (Files.exists(path)) {
            read(path, values);
        }
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        FileChannel file = FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        LogFile log = new LogFile(values, file);
        log.append(values.entrySet().stream().map(each -> new Set(each.getKey(), each.getValue())).toList());
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return log;
    }

    private static void read(Path path, Map<String, String> into) throws IOException {
        try (InputStream stream = Files.newInputStream(path); DataInputStream input = new DataInputStream(stream)) {
            for (byte[] entry = next(input); entry != null; entry = next(input)) {
                DataInputStream fields = new DataInputStream(new ByteArrayInputStream(entry));
                put(into, text(fields), text(fields));
            }
        } catch (EOFException e) {
            // The last entry was cut off.
        }
    }

    /** Null where the log is broken. */
    private static byte[] next(DataInputStream input) throws IOException {
        int length = input.readInt();
        long checksum = input.readLong();
        if (length < 0 || length > LONGEST) {
            return null;
        }
        byte[] entry = new byte[length];
        input.readFully(entry);
        return checksum == checksumOf(entry) ? entry : null;
    }

    private static String text(DataInputStream fields) throws IOException {
        byte[] bytes = new byte[fields.readInt()];
        fields.readFully(bytes);
        return new String(bytes, UTF_8);
    }

    private static long checksumOf(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }

    private static void put(Map<String, String> values, String key, String text) {
        if (text.isEmpty()) {
            values.remove(key);
        } else {
            values.put(key, text);
        }
    }

    /** The value, or an empty one. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** Stores them all, forces them to disk, and only then shows them. */
    void append(List<Set> sets) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        for (Set set : sets) {
            byte[] entry = entry(set);
            output.writeInt(entry.length);
            output.writeLong(checksumOf(entry));
            output.write(entry);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        file.force(false);
        sets.forEach(set -> put(values, set.key(), set.text()));
    }

    private static byte[] entry(Set set) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream output = new DataOutputStream(bytes);
        for (String text : List.of(set.key(), set.text())) {
            byte[] encoded = text.getBytes(UTF_8);
            output.writeInt(encoded.length);
            output.write(encoded);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
