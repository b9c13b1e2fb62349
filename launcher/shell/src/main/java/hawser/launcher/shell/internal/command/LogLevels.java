// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file of levels that the log's configuration includes. Thread-safe.
 *
 * @param file where it is
 */
record LogLevels(Path file) {
    private static final Pattern LOGGER = Pattern.compile("<logger\\s+name=\"([^\"]+)\"\\s+level=\"(\\w+)\"\\s*/>");
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- SPDX-License-Identifier: Apache-2.0 -->
            <!-- Levels other than those of logback.xml, written by log:level. Changes are noticed within a second. -->
            <included>
            """;

    /** {@return the levels by logger} */
    Map<String, String> read() throws IOException {
        Map<String, String> levels = new TreeMap<>();
        if (Files.exists(file)) {
            Matcher matcher = LOGGER.matcher(Files.readString(file));
            while (matcher.find()) {
                levels.put(unescaped(matcher.group(1)), matcher.group(2));
            }
        }
        return levels;
    }

    /**
     * Sets one level, or takes it away. One after the other: each begins with what the one before has written.
     *
     * @return what it was
     */
    synchronized Optional<String> change(String logger, Optional<String> level) throws IOException {
        Map<String, String> all = read();
        String former = level.isPresent() ? all.put(logger, level.get()) : all.remove(logger);
        if (level.isPresent() || former != null) {
            write(all);
        }
        return Optional.ofNullable(former);
    }

    /** Whole, or not at all. */
    private void write(Map<String, String> levels) throws IOException {
        String lines = new TreeMap<>(levels).entrySet().stream()
                .map(level -> "    <logger name=\"" + escaped(level.getKey())
                        + "\" level=\"" + level.getValue() + "\"/>\n")
                .collect(Collectors.joining());
        Path whole = Files.createTempFile(file.getParent(), ".", ".tmp");
        try {
            Files.writeString(whole, HEAD + lines + "</included>\n");
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(whole, Files.getPosixFilePermissions(file));
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** A plugin's name can have any letters. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static String unescaped(String text) {
        return text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    }
}
