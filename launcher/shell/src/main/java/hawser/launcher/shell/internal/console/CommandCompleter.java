// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.command.PlainText;
import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.CommandSpec;
import hawser.launcher.shell.internal.help.CommandSpecs;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.launcher.shell.internal.help.ParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, their options, and the names that their arguments can have: of plugins, events, channels and
 * whatever else a {@link NameSource} knows.
 */
final class CommandCompleter implements Completer {
    /** What stands before the word under the cursor. */
    private record Before(Optional<ParameterSpec> openOption, int arguments) {
    }

    private final CommandSpecs specs;
    private final NameSource names;
    private final Completer files;

    /**
     * Joins what it knows from.
     *
     * @param specs the session's commands
     * @param names that exist
     * @param files completes paths
     */
    CommandCompleter(CommandSpecs specs, NameSource names, Completer files) {
        this.specs = specs;
        this.names = names;
        this.files = files;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            commands(candidates);
            return;
        }
        Optional<CommandSpec> command = specs.find(line.words().get(0));
        if (command.isEmpty() || command.get().methods().isEmpty()) {
            files.complete(reader, line, candidates);
            return;
        }
        Before before = before(command.get(), line.words().subList(1, line.wordIndex()));
        boolean option = line.word().startsWith("-");
        if (before.openOption().isEmpty() && option) {
            options(command.get(), candidates);
        } else {
            Optional<ParameterSpec> place = before.openOption().or(() -> command.get().argument(before.arguments()));
            place.map(ParameterSpec::candidates).ifPresent(kind -> values(kind, reader, line, candidates));
            place.filter(found -> found.candidates() == null).ifPresent(found -> hint(found, candidates));
        }
    }

    /** A name alone is offered where one scope only has it; all are, with their scopes. */
    private void commands(List<Candidate> candidates) {
        for (String name : specs.names()) {
            String scope = name.substring(0, name.indexOf(':'));
            if (scope.equals("gogo") || scope.equals("hawser")) {
                String own = name.substring(scope.length() + 1);
                if (!own.startsWith("_") && !own.equals("default")) {
                    candidates.add(new Candidate(own, own, "shell", null, null, null, true));
                }
            } else {
                candidates.add(new Candidate(name, name, scope, null, null, null, true));
            }
        }
    }

    private static Before before(CommandSpec command, List<String> words) {
        Optional<ParameterSpec> open = Optional.empty();
        int arguments = 0;
        for (String word : words) {
            Optional<ParameterSpec> option = command.options().stream()
                    .filter(known -> known.names().contains(word)).findFirst();
            if (open.isPresent()) {
                open = Optional.empty();
            } else if (option.isPresent()) {
                open = option.filter(known -> !known.isFlag());
            } else {
                arguments++;
            }
        }
        return new Before(open, arguments);
    }

    private static void options(CommandSpec command, List<Candidate> candidates) {
        for (ParameterSpec option : command.options()) {
            for (String name : option.names()) {
                candidates.add(new Candidate(name, name, null, option.description(), null, null, true));
            }
        }
    }

    private void values(Candidates kind, LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (kind.value().equals(Candidates.FILE)) {
            files.complete(reader, line, candidates);
            return;
        }
        Stream<String> known = kind.value().equals(Candidates.COMMAND) ? specs.names().stream()
                : Stream.concat(Stream.of(kind.of()), names.names(kind.value()).stream());
        // A name that needs stripping cannot be typed as it is: offering the rest would name another thing.
        known.distinct().filter(name -> PlainText.of(name).equals(name))
                .forEach(name -> candidates.add(new Candidate(quoted(name), name, null, null, null, null, true)));
    }

    /** Whatever means something to the shell is quoted, so that a name stays a name. */
    static String quoted(String name) {
        return name.matches("[\\w:./@+-]+") ? name : '\'' + name.replace("'", "'\\''") + '\'';
    }

    /** Shown, and not put into the line: there is nothing to choose. */
    private static void hint(ParameterSpec place, List<Candidate> candidates) {
        if (!place.description().isEmpty()) {
            candidates.add(new Candidate("", place.word(), null, place.description(), null, null, false));
        }
    }
}
