// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import hawser.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those of the shell's commands that the page may use: it shows and does what the shell shows and does. */
final class Commands {
    /* No text of a caller is ever parsed: a command is called as a function. One that writes its answer needs a command
     * line around it; that has one word, which names a function that calls the command. */

    /** What changes something. */
    static final Set<String> ACTIONS = Set.of("plugin:start", "plugin:stop", "plugin:update");
    static final String SEND = "event:send";
    private static final String WORD = "it";
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final int AT_ONCE = 4;

    private final CommandProcessor processor;
    private final Semaphore places = new Semaphore(AT_ONCE);

    Commands(CommandProcessor processor) {
        this.processor = processor;
    }

    /** {@return what the command returned} */
    Object call(String command, String... arguments) throws Exception {
        try (CommandSession session = session(new ByteArrayOutputStream())) {
            return call(session, command, arguments);
        }
    }

    private static Object call(CommandSession session, String command, String... arguments) throws Exception {
        if (!(session.get(command) instanceof Function function)) {
            throw new IllegalStateException("the shell must have the command " + command + ": see lb");
        }
        return function.execute(session, List.of((Object[]) arguments));
    }

    /** Does what a button says. */
    Answer act(String command, String name) {
        LOG.info("The console's page asks for {} {}", command, printable(name));
        return guarded(() -> {
            Object said = call(command, name);
            return Map.of("result", said == null ? "" : said.toString());
        });
    }

    /** Sends a message. */
    Answer send(String event, String payload) {
        return guarded(() -> {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            long beginNs = System.nanoTime();
            try (CommandSession session = session(written)) {
                session.put(WORD, (Function) (self, none) -> call(self, SEND, event, payload));
                session.execute(WORD);
                session.getConsole().flush();
            }
            return Payload.shown(written.toByteArray(), System.nanoTime() - beginNs);
        });
    }

    private CommandSession session(ByteArrayOutputStream output) {
        PrintStream stream = new PrintStream(output, true);
        CommandSession session = processor.createSession(new ByteArrayInputStream(new byte[0]), stream, stream);
        session.put("SCOPE", "gogo:hawser:*");
        return session;
    }

    /** What a command does. */
    private interface Work {
        Map<String, Object> run() throws Exception;
    }

    private Answer guarded(Work work) {
        if (!places.tryAcquire()) {
            throw new Refusal(Refusal.BUSY, "BACK_PRESSURED", "no more than " + AT_ONCE
                    + " commands at a time: wait until one of them has ended");
        }
        try {
            return Answer.json(work.run());
        } catch (Exception e) { // whatever a command throws is its answer
            return Answer.json(Refusal.FAILED, Map.of("error", fields(e)));
        } finally {
            places.release();
        }
    }

    /** As the failure itself travels, if it is one of a request; its cause's stack is in the log, where it belongs. */
    static Map<String, Object> fields(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof java.lang.reflect.InvocationTargetException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (inner.getCause() instanceof TransportException cause) {
            fields.putAll(cause.toFields());
            fields.remove("cause");
        } else {
            fields.put("name", "CommandFailure");
            fields.put("code", "COMMAND_FAILED");
            fields.put("message", inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage());
            fields.put("timestamp", System.currentTimeMillis());
        }
        return fields;
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\w.:-]", "?");
    }
}
