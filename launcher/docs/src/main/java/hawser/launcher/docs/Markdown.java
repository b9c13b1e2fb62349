// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The few forms of Markdown that a reference needs. */
final class Markdown {
    private Markdown() {
    }

    static String row(String... cells) {
        return Stream.of(cells).map(cell -> plain(cell).replace("|", "\\|").replace('\n', ' '))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String block(List<String> lines) {
        return lines.stream().map(line -> "    " + line + '\n').collect(Collectors.joining());
    }

    static String sentence(String text) {
        String sentence = plain(Character.toUpperCase(text.charAt(0)) + text.substring(1));
        return sentence.endsWith(".") ? sentence : sentence + '.';
    }

    /** {@return the text as it is read: Markdown would take {@code <name>} for a tag} */
    private static String plain(String text) {
        return text.replace("<", "&lt;");
    }
}
