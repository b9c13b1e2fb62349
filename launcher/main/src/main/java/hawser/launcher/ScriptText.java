// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a script. */
final class ScriptText {
    private ScriptText() {
    }

    /** {@return whether there is such a file; what begins with a dash is an option} */
    static boolean isFile(String name) {
        return !name.isEmpty() && !name.startsWith("-") && name.indexOf('\0') < 0 && Files.isRegularFile(Path.of(name));
    }

    static String ofFile(String name) {
        try {
            return withoutInterpreter(Files.readString(Path.of(name)));
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.FAILED, "cannot read the script " + name + ": " + e.getMessage(), e);
        }
    }

    static String ofStandardInput() {
        try {
            return withoutInterpreter(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.FAILED, "cannot read the standard input: " + e.getMessage(), e);
        }
    }

    /** A first line such as {@code #!/usr/bin/env hawser} is for the system; its end stays: lines count from there. */
    private static String withoutInterpreter(String text) {
        return text.startsWith("#!") ? text.substring(Math.max(text.indexOf('\n'), 0)) : text;
    }
}
