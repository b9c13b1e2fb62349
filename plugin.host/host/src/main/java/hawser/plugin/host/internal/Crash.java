// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.List;

/**
 * How a plugin's process ended that was to go on.
 *
 * @param reason goes on "its process ..."
 * @param report several lines, with the stack as far as it is known
 * @param output the last lines that the plugin wrote
 */
record Crash(String reason, String report, List<String> output) {
    private static final int MOST = 200;

    /** {@return the reason as a sentence, with the last line of output} */
    String summary() {
        return "its process " + reason + lastOf(output);
    }

    /** {@return the last line, cut, as the end of a sentence} */
    static String lastOf(List<String> output) {
        if (output.isEmpty()) {
            return "";
        }
        String line = output.get(output.size() - 1);
        return "; it wrote last: " + (line.length() <= MOST ? line : line.substring(0, MOST) + "...");
    }
}
