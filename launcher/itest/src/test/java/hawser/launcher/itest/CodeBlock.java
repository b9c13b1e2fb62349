// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a document.
 *
 * @param place the document and the line, for people
 * @param language the first word after the fence; empty if there is none
 * @param file the second: the file that the block is; empty if there is none
 * @param lines what it says
 */
record CodeBlock(String place, String language, String file, List<String> lines) {
    private static final String FENCE = "```";

    static List<CodeBlock> of(Path document) throws IOException {
        List<CodeBlock> blocks = new ArrayList<>();
        CodeBlock open = null;
        int number = 0;
        for (String line : Files.readAllLines(document)) {
            number++;
            boolean fence = line.startsWith(FENCE);
            if (open == null && fence) {
                String[] words = (line.substring(FENCE.length()) + "  ").split(" ", 3);
                open = new CodeBlock(document.getFileName() + ":" + number, words[0], words[1], new ArrayList<>());
            } else if (fence) {
                blocks.add(open);
                open = null;
            } else if (open != null) {
                open.lines.add(line);
            }
        }
        return blocks;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
