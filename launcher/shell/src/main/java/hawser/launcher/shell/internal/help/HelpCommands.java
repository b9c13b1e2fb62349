// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import hawser.launcher.shell.internal.command.Screen;
import hawser.launcher.shell.internal.command.Unknown;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/** {@code help}: what can be typed. */
@Component(service = HelpCommands.class)
@GogoCommand(scope = "hawser", function = "help")
public final class HelpCommands {
    /**
     * Lists all commands.
     *
     * @param session whose commands
     * @return their names and what they do
     */
    @Descriptor("lists every command, or tells about a scope or a command")
    @Example({"help", "help plugin", "help plugin:list"})
    public String help(CommandSession session) {
        CommandSpecs specs = new CommandSpecs(session);
        return new HelpText(Screen.of(session)).all(specs.names(), specs::find);
    }

    /**
     * Tells about a scope or a command.
     *
     * @param session whose commands
     * @param name of it, a command with its scope or without
     * @return how it is called
     */
    public String help(CommandSession session,
            @Descriptor("NAME: a command or a scope") @Candidates(Candidates.COMMAND) String name) {
        CommandSpecs specs = new CommandSpecs(session);
        HelpText text = new HelpText(Screen.of(session));
        String scope = name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
        List<String> ofScope = specs.names().stream().filter(known -> known.startsWith(scope + ':')).toList();
        if (!ofScope.isEmpty()) {
            return text.all(ofScope, specs::find);
        }
        return specs.find(name).map(text::one)
                .orElseThrow(() -> Unknown.name("command", name, specs.names(), "help"));
    }
}
