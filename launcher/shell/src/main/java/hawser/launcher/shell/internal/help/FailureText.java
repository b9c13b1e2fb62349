// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import hawser.launcher.shell.internal.command.PlainText;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A failure in words for whoever typed the command: no class names, no stack, nothing that moves the cursor. */
public final class FailureText {
    /** What Gogo says when no method of a command takes the arguments. */
    private static final Pattern REFUSAL = Pattern.compile("Cannot coerce _?(\\w+)\\(.*", Pattern.DOTALL);

    private FailureText() {
    }

    /**
     * {@return the text}
     *
     * @param failure what a command ended with
     * @param line what was typed: a refused command is looked for there
     * @param specs the session's commands
     */
    public static String of(Throwable failure, String line, CommandSpecs specs) {
        if (failure instanceof InvocationTargetException && failure.getCause() != null) {
            return of(failure.getCause(), line, specs);
        }
        if (failure instanceof InterruptedException) {
            return "interrupted";
        }
        return PlainText.of(refused(failure).flatMap(name -> usage(name, line, specs)).orElse(words(failure)));
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    /** {@return the name of the command whose arguments were refused so}, without its scope and in small letters */
    static Optional<String> refused(Throwable failure) {
        Matcher refusal = REFUSAL.matcher(String.valueOf(failure.getMessage()));
        return failure instanceof IllegalArgumentException && refusal.matches()
                ? Optional.of(refusal.group(1)) : Optional.empty();
    }

    /** Several scopes may have the command: the one that was typed counts, else the one that is found first. */
    private static Optional<String> usage(String name, String line, CommandSpecs specs) {
        return specs.names().stream().filter(full -> full.endsWith(':' + name) && line.contains(full)).findFirst()
                .or(() -> Optional.of(name)).flatMap(specs::find).map(FailureText::usage);
    }

    static String usage(CommandSpec spec) {
        return "usage: " + String.join(", or ", spec.synopsis()) + "; see: help " + spec.name();
    }
}
