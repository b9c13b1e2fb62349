// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What Maven knows the distribution's jars by.
 *
 * @param artifacts all that went into it
 */
record Coordinates(List<Artifact> artifacts) {
    /** The launcher lies as {@code bin/hawser.jar}, and jars for authors without a version. */
    private static final String LAUNCHER = "hawser.launcher.main";

    /** One artifact. */
    record Artifact(String group, String name, String version) {
        static Artifact parse(String text) {
            String[] words = text.split(":");
            if (words.length != 3) {
                throw new IllegalArgumentException("an artifact is written GROUP:NAME:VERSION: found " + text);
            }
            return new Artifact(words[0], words[1], words[2]);
        }

        String url() {
            return "pkg:maven/" + group + '/' + name + '@' + version;
        }

        private boolean isIn(String file) {
            return file.equals(name + '-' + version + ".jar") || file.equals(name + ".jar")
                    || file.equals("hawser.jar") && name.equals(LAUNCHER);
        }
    }

    /** Reads what {@code dependency:list} writes: {@code group:name:jar:version:scope} on each line, and more. */
    static Coordinates read(Path list) throws IOException {
        return new Coordinates(Files.readAllLines(list).stream().map(String::strip)
                .filter(line -> line.contains(":jar:")).map(line -> line.split("[: ]"))
                .map(words -> new Artifact(words[0], words[1], words[3])).toList());
    }

    boolean know(String file) {
        return artifacts.stream().anyMatch(artifact -> artifact.isIn(file));
    }

    Artifact of(JarPart jar) {
        return artifacts.stream().filter(artifact -> artifact.isIn(jar.fileName())).findFirst()
                .orElseThrow(() -> new IllegalStateException("each jar of the distribution must come from a dependency:"
                        + " there is none for " + jar.fileName()));
    }
}
