// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder of files that each tell of one crash; readable by its owner only, the oldest go first. */
final class CrashReports {
    private static final Logger LOG = LoggerFactory.getLogger(CrashReports.class);
    private static final String ENDING = ".crash.txt";

    private final Path folder;
    private final int kept;

    /**
     * @param folder made when it is needed; null = nothing is written
     * @param kept files at most
     */
    CrashReports(Path folder, int kept) {
        this.folder = folder;
        this.kept = kept;
    }

    /** {@return the file written; empty if there is to be none, or none could be written, which is logged} */
    Optional<Path> write(PluginInfo plugin, Crash crash, Instant when) {
        if (folder == null || kept == 0) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(EventName.of(plugin.name()).text() + '-'
                    + when.toString().replaceAll("[^0-9TZ]", "") + '-' + plugin.generation() + ENDING);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, lines(plugin, crash, when));
            removeOldest();
            return Optional.of(file);
        } catch (IOException | RuntimeException e) { // of a folder that is read, too
            LOG.warn("A crash report could not be written to {}: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    private static List<String> lines(PluginInfo plugin, Crash crash, Instant when) {
        List<String> lines = new ArrayList<>();
        lines.add("plugin: " + plugin.name() + ' ' + plugin.version() + ", generation " + plugin.generation());
        lines.add("time: " + when);
        crash.report().lines().forEach(lines::add);
        lines.add("output:" + (crash.output().isEmpty() ? " none" : ""));
        crash.output().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private void removeOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.getFileName().toString().endsWith(ENDING)).toList();
        }
        if (files.size() > kept) {
            for (Path file : oldestFirst(files).subList(0, files.size() - kept)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Each is asked for its time once. */
    private static List<Path> oldestFirst(List<Path> files) {
        Map<Path, Long> times = new HashMap<>();
        files.forEach(file -> times.put(file, file.toFile().lastModified()));
        return files.stream().sorted(Comparator.<Path, Long>comparing(times::get).thenComparing(Path::toString))
                .toList();
    }
}
