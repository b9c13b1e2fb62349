// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import hawser.launcher.shell.internal.command.Screen;
import hawser.launcher.shell.internal.command.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code help} says, for one screen. */
final class HelpText {
    private static final String INDENT = "  ";
    private final TextTable table;

    HelpText(Screen screen) {
        this.table = new TextTable(screen);
    }

    /** {@return a line for each command, under the scopes} */
    String all(List<String> names, Function<String, Optional<CommandSpec>> find) {
        List<String> blocks = new ArrayList<>();
        List<CommandSpec> specs = names.stream().map(find).flatMap(Optional::stream)
                .filter(spec -> !spec.name().equals("hawser:default")).toList();
        for (String scope : specs.stream().map(CommandSpec::scope).distinct().toList()) {
            List<CommandSpec> members = specs.stream().filter(spec -> spec.scope().equals(scope)).toList();
            blocks.add(table.title(scope) + "\n" + (members.stream().anyMatch(spec -> !spec.description().isEmpty())
                    ? described(members) : INDENT + table.flowing(members.stream().map(HelpText::ownName).toList())));
        }
        return String.join("\n\n", blocks) + "\n\nhelp COMMAND tells more, with examples.";
    }

    private String described(List<CommandSpec> members) {
        return table.columns(members.stream()
                .map(spec -> List.of(INDENT + spec.name(), firstSentence(spec.description()))).toList());
    }

    private static String ownName(CommandSpec spec) {
        return spec.name().substring(spec.name().indexOf(':') + 1);
    }

    private static String firstSentence(String text) {
        int end = text.indexOf("; ");
        return end < 0 ? text : text.substring(0, end);
    }

    /** {@return all that is known of a command} */
    String one(CommandSpec spec) {
        List<String> blocks = new ArrayList<>();
        String first = table.prose(spec.name() + (spec.description().isEmpty() ? "" : " - " + spec.description()));
        blocks.add(table.title(spec.name()) + first.substring(spec.name().length()));
        blocks.add(section("usage", spec.synopsis()));
        blocks.add(section("arguments", spec.arguments()));
        blocks.add(section("options", spec.options()));
        blocks.add(section("examples", spec.examples()));
        if (spec.description().isEmpty()) {
            blocks.add("It is a command of Gogo or of another bundle; " + ownName(spec) + " --help may say more.");
        }
        return blocks.stream().filter(block -> !block.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    private String section(String title, List<?> lines) {
        if (lines.isEmpty()) {
            return "";
        }
        return table.title(title) + "\n" + table.columns(lines.stream().map(HelpText::line).toList());
    }

    private static List<String> line(Object line) {
        return line instanceof ParameterSpec parameter
                ? List.of(INDENT + parameter.word(), parameter.description()) : List.of(INDENT + line);
    }
}
