// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.util.ArrayList;
import java.util.List;

/** What a block shows: commands, each with the output that it should have. */
final class Transcript {
    private static final String SHELL = "$ ";
    private static final String PROMPT = "hawser> ";
    private static final String ANYTHING = "...";

    /**
     * One command.
     *
     * @param command for a shell in the distribution's folder
     * @param output its lines; {@code ...} stands for any lines, and at a line's end for the rest of it
     */
    record Step(String command, List<String> output) {
        /** Whether that is what is shown: figures, keys and the width of columns may differ. */
        boolean agrees(String printed) {
            return agree(output, printed.lines().toList());
        }
    }

    private Transcript() {
    }

    static List<Step> of(CodeBlock block) {
        List<Step> steps = new ArrayList<>();
        for (String line : block.lines()) {
            if (line.startsWith(SHELL)) {
                steps.add(new Step(line.substring(SHELL.length()), new ArrayList<>()));
            } else if (line.startsWith(PROMPT)) {
                String typed = line.substring(PROMPT.length()).replace("'", "'\\''");
                steps.add(new Step("bin/hawser -c '" + typed + "'", new ArrayList<>()));
            } else {
                steps.get(steps.size() - 1).output().add(line);
            }
        }
        return steps;
    }

    private static boolean agree(List<String> shown, List<String> found) {
        if (shown.isEmpty()) {
            return found.isEmpty();
        }
        List<String> rest = shown.subList(1, shown.size());
        if (shown.get(0).equals(ANYTHING)) {
            return agree(rest, found) || !found.isEmpty() && agree(shown, found.subList(1, found.size()));
        }
        return !found.isEmpty() && agree(shown.get(0), found.get(0)) && agree(rest, found.subList(1, found.size()));
    }

    private static boolean agree(String shown, String found) {
        String wanted = plain(shown);
        return wanted.endsWith(ANYTHING)
                ? plain(found).startsWith(wanted.substring(0, wanted.length() - ANYTHING.length()))
                : plain(found).equals(wanted);
    }

    private static String plain(String line) {
        return line.replaceAll("\\b[0-9a-f]{12}\\b", "KEY").replaceAll("0x[0-9a-f]+", "ADDRESS")
                .replaceAll("\\d{3,}(\\.\\d+)?|\\d+\\.\\d{3}\\b", "FIGURE").replaceAll("\\s+", " ").strip();
    }
}
