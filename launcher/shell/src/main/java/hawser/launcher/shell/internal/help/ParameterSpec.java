// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/**
 * One option or argument of a command.
 *
 * @param type of the Java parameter
 * @param option what Gogo knows of an option; null for an argument
 * @param descriptor what it is; may be null
 * @param candidates what it can be; may be null
 */
public record ParameterSpec(Class<?> type, Parameter option, Descriptor descriptor, Candidates candidates) {
    /** A description may begin with the word that stands for the argument: {@code NAME: the plugin's name}. */
    private static final Pattern WORD =
            Pattern.compile("(\\[?[A-Z][A-Z0-9=_-]*(?:\\.\\.\\.)?]?): (.*)", Pattern.DOTALL);

    /** {@return whether it is an option, which stands before the arguments} */
    public boolean isOption() {
        return option != null;
    }

    /** {@return whether it is an option that takes no value} */
    public boolean isFlag() {
        return isOption() && !Parameter.UNSPECIFIED.equals(option.presentValue());
    }

    /** {@return whether it takes any number of words} */
    public boolean isRepeated() {
        return type.isArray() || List.class.isAssignableFrom(type);
    }

    /** {@return the option's names; none for an argument} */
    public List<String> names() {
        return isOption() ? List.of(option.names()) : List.of();
    }

    /** {@return how it is written in a synopsis, such as {@code --wait VALUE} or {@code NAME}} */
    public String word() {
        if (isOption()) {
            return option.names()[0] + (isFlag() ? "" : ' ' + placeholder("VALUE"));
        }
        return placeholder(type.getSimpleName().toUpperCase(Locale.ROOT).replace("[]", "..."));
    }

    private String placeholder(String otherwise) {
        Matcher word = WORD.matcher(text());
        return word.matches() ? word.group(1) : otherwise;
    }

    /** {@return what it is, without the word that stands for it} */
    public String description() {
        Matcher word = WORD.matcher(text());
        return word.matches() ? word.group(2) : text();
    }

    private String text() {
        return descriptor == null ? "" : descriptor.value();
    }
}
