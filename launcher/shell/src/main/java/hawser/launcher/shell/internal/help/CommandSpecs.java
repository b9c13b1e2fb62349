// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.service.command.CommandSession;

/** The commands of a session. */
public final class CommandSpecs {
    private final CommandSession session;

    /**
     * Looks at a session.
     *
     * @param session whose commands are meant
     */
    public CommandSpecs(CommandSession session) {
        this.session = session;
    }

    /** {@return the names of all commands, with their scopes, sorted} */
    public List<String> names() {
        Collection<?> known = (Collection<?>) session.get(CommandSessionImpl.COMMANDS);
        return known.stream().map(Object::toString).sorted().toList();
    }

    /**
     * Finds a command. Several scopes may have a command of that name: then the one that is found
     * when it is typed: that of {@code gogo}, else of {@code hawser}, else the first.
     *
     * @param typed its name, with or without scope
     */
    public Optional<CommandSpec> find(String typed) {
        return names().stream()
                .filter(name -> name.equals(typed) || typed.indexOf(':') < 0 && name.endsWith(':' + typed))
                .min(Comparator.comparing((String name) -> !name.startsWith("gogo:"))
                        .thenComparing(name -> !name.startsWith("hawser:")))
                .map(this::spec);
    }

    private CommandSpec spec(String name) {
        if (!(session.get(name) instanceof CommandProxy proxy)) {
            return new CommandSpec(name, List.of());
        }
        try {
            Object target = proxy.getTarget();
            return target == null ? new CommandSpec(name, List.of()) : CommandSpec.of(name, target.getClass());
        } finally {
            proxy.ungetTarget();
        }
    }
}
