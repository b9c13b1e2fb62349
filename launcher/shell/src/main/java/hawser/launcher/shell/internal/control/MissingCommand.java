// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/** What Gogo calls, by the name {@code default}, for a command that it does not know. */
@Component(service = MissingCommand.class)
@GogoCommand(scope = "hawser", function = "default")
public final class MissingCommand implements Function {
    /** Prints as its message: the shell shows no more than that. */
    private static final class NoSuchCommand extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NoSuchCommand(String message) {
            super(message);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    @Override
    public Object execute(CommandSession session, List<Object> nameAndArguments) {
        if (nameAndArguments.isEmpty()) {
            throw new NoSuchCommand("no such command: help lists all");
        }
        String name = nameAndArguments.get(0).toString();
        Collection<?> known = (Collection<?>) session.get(CommandSessionImpl.COMMANDS);
        throw new NoSuchCommand(message(name, known.stream().map(Object::toString).toList()));
    }

    /** {@return the answer to that name}, which names the nearest of all commands; these have scopes */
    static String message(String name, Collection<String> known) {
        boolean scoped = name.indexOf(':') >= 0;
        List<String> near = NearNames.of(name, known.stream()
                .map(full -> scoped ? full : full.substring(full.indexOf(':') + 1)).collect(Collectors.toSet()));
        return "no such command: " + name
                + (near.isEmpty() ? "; " + list(name, known) : "; did you mean " + String.join(" or ", near) + "?");
    }

    /** {@return where to look} */
    private static String list(String name, Collection<String> known) {
        String scope = name.substring(0, name.indexOf(':') + 1);
        return !scope.isEmpty() && known.stream().anyMatch(full -> full.startsWith(scope))
                ? "help " + scope.substring(0, scope.length() - 1) + " lists those there are" : "help lists all";
    }
}
