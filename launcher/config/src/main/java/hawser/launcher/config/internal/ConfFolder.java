// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import hawser.launcher.config.SettingException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import org.apache.felix.utils.properties.Properties;

/**
 * The files that configurations are in. Comments, order and all that is not asked for stay as they are.
 *
 * @param folder that is watched for them
 */
record ConfFolder(Path folder) {
    Path file(String pid) {
        return folder.resolve(pid + ".cfg");
    }

    /** Sets one key; the comment is written where the key was not there before. */
    void set(String pid, String key, String value, String comment) {
        change(pid, properties -> {
            if (properties.containsKey(key)) {
                properties.put(key, value);
            } else {
                String line = "# " + comment;
                properties.put(key, properties.isEmpty() ? List.of(line) : List.of("", line), value);
            }
        });
    }

    /** Removes one key. */
    void remove(String pid, String key) {
        change(pid, properties -> properties.remove(key));
    }

    private void change(String pid, Consumer<Properties> change) {
        Path typed = folder.resolve(pid + ".config");
        if (Files.exists(typed)) {
            throw new SettingException("a configuration in a .cfg file is required: " + pid + " is in " + typed
                    + ", which is to be edited by hand");
        }
        try {
            Properties properties = read(file(pid));
            change.accept(properties);
            write(properties, file(pid));
        } catch (IOException e) {
            throw new SettingException("the file " + file(pid) + " must be readable and writable: " + e, e);
        }
    }

    private static Properties read(Path file) throws IOException {
        Properties properties = new Properties(false);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    /** Whole, or not at all. */
    private void write(Properties properties, Path file) throws IOException {
        Path whole = Files.createTempFile(folder, ".", ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(whole, StandardCharsets.UTF_8)) {
                properties.save(writer);
            }
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(whole, Files.getPosixFilePermissions(file));
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
