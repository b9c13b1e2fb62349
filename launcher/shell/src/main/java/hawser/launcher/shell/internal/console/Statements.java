// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import hawser.launcher.shell.internal.help.CommandSpecs;
import java.nio.channels.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.gogo.runtime.Closure;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Program;
import org.apache.felix.gogo.runtime.Token;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/**
 * The statements of a text, run one after the other: each shows its result, and the first failure ends all. Gogo would
 * show the last one's only.
 */
public final class Statements {
    private static final Pattern HELP = Pattern.compile("([\\w:-]+)\\s+--help");

    private final CommandSessionImpl session;
    private final CharSequence text;
    private final List<Program> parts = new ArrayList<>();
    private int line;

    /**
     * Reads a text.
     *
     * @param session in which it is run
     * @param text of any number of statements
     * @throws Exception if it is none; the message says where and why
     */
    public Statements(CommandSession session, CharSequence text) throws Exception {
        this((CommandSessionImpl) session, text,
                text instanceof Program parsed ? parsed : new Parser(text).program());
    }

    private Statements(CommandSessionImpl session, CharSequence text, Program program) {
        this.session = session;
        this.text = text;
        List<Executable> part = new ArrayList<>();
        List<Executable> tokens = program.tokens();
        for (int i = 0; i < tokens.size(); i += 2) {
            part.add(tokens.get(i));
            String operator = i + 1 < tokens.size() ? tokens.get(i + 1).toString().strip() : "";
            boolean goesOn = operator.equals("&&") || operator.equals("||");
            if (goesOn || operator.equals("&")) {
                part.add(tokens.get(i + 1));
            }
            if (!goesOn) {
                parts.add(new Program(program, List.copyOf(part)));
                part.clear();
            }
        }
    }

    /** {@return whether there is nothing to run} */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** {@return the line, from 1, of the statement that runs or ran last} */
    public int line() {
        return line;
    }

    /**
     * Runs them.
     *
     * @param output where they write; null for the session's, which then counts as a terminal
     * @param shown gets the text of each result
     * @return the last result; may be null
     * @throws Exception what a statement failed with
     */
    public Object run(Channel output, Consumer<CharSequence> shown) throws Exception {
        Object result = null;
        for (Program part : parts) {
            line = lineOf(part.tokens().get(0));
            result = new Closure(session, null, asked(part)).execute(session, null, output);
            session.getConsole().flush(); // what it printed is seen before the next one begins
            if (result != null) {
                shown.accept(session.format(result, Converter.INSPECT));
            }
        }
        return result;
    }

    /** COMMAND --help is help COMMAND, if the command is one of ours: those of Gogo explain themselves. */
    private Program asked(Program part) throws Exception {
        Matcher help = HELP.matcher(part.tokens().get(0).toString().strip());
        return part.tokens().size() == 1 && help.matches() && new CommandSpecs(session).find(help.group(1))
                .filter(command -> !command.name().startsWith("gogo:")).isPresent()
                ? new Parser("help " + help.group(1)).program() : part;
    }

    private int lineOf(Token statement) {
        int begin = text instanceof Token token ? token.start() : 0;
        return 1 + (int) text.subSequence(0, statement.start() - begin).chars().filter(c -> c == '\n').count();
    }
}
