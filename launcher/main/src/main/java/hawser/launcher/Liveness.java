// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a process that runs from one that has ended, also where nobody has collected its exit code yet. */
final class Liveness {
    private static final String ENDED_STATES = "ZX";

    private Liveness() {
    }

    static boolean of(ProcessHandle process) {
        return process.isAlive() && !isZombie(Path.of("/proc", Long.toString(process.pid()), "stat"));
    }

    /** The state is the first letter after the program's name, which stands in brackets and may hold brackets. */
    static boolean isZombie(Path stat) {
        try {
            String text = Files.readString(stat, StandardCharsets.ISO_8859_1);
            int state = text.lastIndexOf(')') + 2;
            return state < text.length() && ENDED_STATES.indexOf(text.charAt(state)) >= 0;
        } catch (IOException e) {
            return false; // no such file system, or the process has just gone: the other test tells
        }
    }
}
