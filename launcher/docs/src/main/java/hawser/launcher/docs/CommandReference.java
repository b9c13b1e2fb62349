// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import hawser.launcher.shell.internal.help.CommandSpec;
import hawser.launcher.shell.internal.help.ParameterSpec;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** Every command as {@code help} tells it. */
final class CommandReference {
    private static final String HEAD = """
            # Commands

            What can be typed at the prompt, or after `bin/hawser -c`. `help NAME` says the same there. `--json` prints
            for programs.
            """;
    private final List<CommandSpec> commands;

    CommandReference(List<BundleJar> bundles) {
        commands = bundles.stream().flatMap(bundle -> bundle.descriptions("OSGI-INF/").stream())
                .flatMap(CommandReference::commands)
                .sorted(Comparator.comparing(CommandSpec::name)).toList();
    }

    private static Stream<CommandSpec> commands(Element component) {
        String scope = property(component, "osgi.command.scope");
        String type = BundleJar.elements(component, "implementation").get(0).getAttribute("class");
        return property(component, "osgi.command.function").lines().filter(function -> !function.isBlank())
                .map(function -> CommandSpec.of(scope + ':' + function, load(type)))
                .filter(command -> !command.description().isEmpty());
    }

    private static String property(Element component, String name) {
        return BundleJar.elements(component, "property").stream()
                .filter(property -> property.getAttribute("name").equals(name))
                .map(property -> property.hasAttribute("value") ? property.getAttribute("value")
                        : property.getTextContent().strip())
                .findFirst().orElse("");
    }

    private static Class<?> load(String type) {
        try {
            return Class.forName(type, false, CommandReference.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a command's class must be in its bundle: class=" + type, e);
        }
    }

    List<CommandSpec> commands() {
        return commands;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        for (String scope : commands.stream().map(CommandSpec::scope).distinct().toList()) {
            text.append("\n## ").append(scope).append('\n');
            commands.stream().filter(command -> command.scope().equals(scope)).forEach(command -> add(text, command));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, CommandSpec command) {
        text.append("\n### ").append(command.name()).append("\n\n")
                .append(Markdown.sentence(command.description())).append("\n\n")
                .append(Markdown.block(command.synopsis()));
        List<ParameterSpec> parameters =
                Stream.concat(command.arguments().stream(), command.options().stream()).toList();
        if (!parameters.isEmpty()) {
            text.append("\n| | |\n|---|---|\n").append(parameters.stream()
                    .map(parameter -> Markdown.row('`' + parameter.word() + '`', parameter.description()))
                    .collect(Collectors.joining()));
        }
        if (!command.examples().isEmpty()) {
            text.append("\nFor example:\n\n").append(Markdown.block(command.examples()));
        }
    }
}
