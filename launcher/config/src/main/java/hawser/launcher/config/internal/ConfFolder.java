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
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.felix.utils.properties.Properties;

/**
 * The files that configurations are in. Comments, order and all that is not asked for stay as they are. Thread-safe.
 *
 * @param folder that is watched for them
 */
record ConfFolder(Path folder) {
    /** What follows the tilde is mostly a plugin's name, which can have any letters. */
    private static final Pattern NAME = Pattern.compile("[\\w.-]+(~[^~/\\\\*\\p{Cntrl}]+)?");
    /** What FileInstall does not take as it stands: it puts in variables and takes backslashes away. */
    private static final Pattern NOT_PLAIN = Pattern.compile("\\$\\{|\\$__|\\\\[{}\\\\]");

    /** {@return whether a configuration can have that name, and a file can} */
    static boolean isName(String pid) {
        return NAME.matcher(pid).matches();
    }

    /** {@return a value as it is when it has been read back from a file} */
    static String plain(String key, String value) {
        String text = value.strip();
        if (NOT_PLAIN.matcher(text).find()) {
            throw new SettingException(key + " must be a text without ${, $__, \\{, \\} and \\\\, which mean "
                    + "something else in a file: found " + key + '=' + text);
        }
        return text;
    }

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
            return true;
        });
    }

    /** Removes one key, if it is there. */
    void remove(String pid, String key) {
        change(pid, properties -> properties.remove(key) != null);
    }

    /** One after the other: each begins with what the one before has written. */
    private synchronized void change(String pid, Predicate<Properties> change) {
        if (!isName(pid)) {
            throw new SettingException("a configuration's name must be letters, digits, points, _ and -, and after a ~ "
                    + "anything but ~, /, \\ and *: found " + pid);
        }
        Path typed = folder.resolve(pid + ".config");
        if (Files.exists(typed)) {
            throw new SettingException("a configuration in a .cfg file is required: " + pid + " is in " + typed
                    + ", which is to be edited by hand");
        }
        try {
            Properties properties = read(file(pid));
            if (change.test(properties)) {
                write(properties, file(pid));
            }
        } catch (IOException e) {
            throw new SettingException("the file " + file(pid) + " must be readable and writable: " + e, e);
        }
    }

    /** {@return what a file says; nothing if it is not there} */
    static Properties read(Path file) throws IOException {
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
