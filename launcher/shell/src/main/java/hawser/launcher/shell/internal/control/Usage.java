// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** How a command is to be called, for whoever called it otherwise. */
final class Usage {
    /** What Gogo says when no method of a command takes the arguments. */
    private static final Pattern REFUSAL = Pattern.compile("Cannot coerce _?(\\w+)\\(.*", Pattern.DOTALL);
    /** A description may begin with the word that stands for the argument: {@code NAME: the plugin's name}. */
    private static final Pattern WORD = Pattern.compile("(\\[?[A-Z]+(?:\\.\\.\\.)?]?): .*", Pattern.DOTALL);

    private Usage() {
    }

    /** {@return the name of the command whose arguments were refused so}, without its scope and in small letters */
    static Optional<String> refused(Throwable failure) {
        Matcher refusal = REFUSAL.matcher(String.valueOf(failure.getMessage()));
        return failure instanceof IllegalArgumentException && refusal.matches()
                ? Optional.of(refusal.group(1)) : Optional.empty();
    }

    /**
     * Describes a command.
     *
     * @param command its name, with the scope
     * @param target the class of its methods
     */
    static String of(String command, Class<?> target) {
        String name = command.substring(command.indexOf(':') + 1);
        String calls = Stream.of(target.getMethods()).filter(method -> method.getName().equalsIgnoreCase(name))
                .sorted(Comparator.comparingInt(Method::getParameterCount))
                .map(method -> command + words(method)).distinct().collect(Collectors.joining(", or "));
        return "usage: " + (calls.isEmpty() ? command : calls) + "; see: help " + command;
    }

    private static String words(Method method) {
        return Arrays.stream(method.getParameters()).filter(parameter -> parameter.getType() != CommandSession.class)
                .map(Usage::word).collect(Collectors.joining());
    }

    private static String word(java.lang.reflect.Parameter parameter) {
        Parameter option = parameter.getAnnotation(Parameter.class);
        if (option != null) {
            boolean flag = !Parameter.UNSPECIFIED.equals(option.presentValue());
            return " [" + option.names()[0] + (flag ? "]" : " VALUE]");
        }
        Descriptor description = parameter.getAnnotation(Descriptor.class);
        Matcher word = WORD.matcher(description == null ? "" : description.value());
        return " " + (word.matches() ? word.group(1)
                : parameter.getType().getSimpleName().toUpperCase(Locale.ROOT).replace("[]", "..."));
    }
}
