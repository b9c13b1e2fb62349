// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hawser's own bundles: the jars of {@code bundle/NN-name/}, where NN is their start level.
 *
 * @param files the jars, by start level and name
 */
record BundleFolder(List<BundleFile> files) {
    private static final Pattern LEVEL = Pattern.compile("(\\d{1,3})-.*");

    /**
     * One jar.
     *
     * @param path where it is
     * @param level its start level
     */
    record BundleFile(Path path, int level) {
        /** {@return its location for the framework, which then reads the file where it lies} */
        String location() {
            String file = path.toUri().toString().replace("+", "%2B"); // the framework decodes "+" to a space
            return "reference:" + file;
        }
    }

    static BundleFolder of(Path folder) {
        List<BundleFile> found = new ArrayList<>();
        for (Path levelFolder : list(folder)) {
            Matcher name = LEVEL.matcher(levelFolder.getFileName().toString());
            if (name.matches()) {
                int level = Integer.parseInt(name.group(1));
                list(levelFolder).stream().filter(BundleFolder::isJar).map(jar -> new BundleFile(jar, level))
                        .forEach(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new LaunchException(ExitCodes.NOT_STARTED,
                    "no bundles: " + folder + " must hold folders such as 10-system with jars in them");
        }
        return new BundleFolder(List.copyOf(found));
    }

    /** {@return the highest start level before {@code deploy/} is opened} */
    int levelBeforeDeploy() {
        return files.stream().mapToInt(BundleFile::level)
                .filter(level -> level < Settings.DEPLOY_LEVEL).max().orElse(1);
    }

    /** {@return the start level at which everything runs} */
    int lastLevel() {
        return Math.max(Settings.DEPLOY_LEVEL, files.stream().mapToInt(BundleFile::level).max().orElse(1));
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(".jar");
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot list " + folder + ": " + e.getMessage(), e);
        }
    }
}
