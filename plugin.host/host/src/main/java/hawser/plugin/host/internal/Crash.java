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
    /** {@return the reason as a sentence, with the last line of output} */
    String summary() {
        return "its process " + reason + (output.isEmpty() ? "" : "; it wrote last: " + output.get(output.size() - 1));
    }
}
