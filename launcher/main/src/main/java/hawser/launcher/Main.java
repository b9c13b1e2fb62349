// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where {@code bin/hawser} arrives: tells the server's verbs from the client's, and ends with their exit code. */
public final class Main {
    static final String USAGE = String.join("\n",
            "usage: hawser                   run it here, with a shell",
            "       hawser -c COMMAND        run one command in the running instance, or in one started for it",
            "       hawser FILE [ARGUMENT..] run the commands of a file there; $1 and so on are the arguments",
            "       hawser < FILE            run the commands that come on the standard input there",
            "       hawser start             run it in the background; returns when every plugin is active or failed",
            "       hawser stop | restart    stop it and wait for its end; then start it again",
            "       hawser status            say whether it runs; the exit code is 3 if it does not",
            "       hawser run               run it here, without a shell, for systemd or a container",
            "       hawser logs [-f]         print the end of its log; -f: and what comes",
            "       " + NewPlugin.USAGE,
            "                                write a project for a plugin, in a new folder NAME",
            "       hawser validate FILE     ask a plugin's library whether it keeps the rules; validate --list: which",
            "       hawser --version | --help",
            "exit codes: 0 done; 1 the command failed; 2 wrong usage; 3 no instance; N of the command: exit N");

    private final Console console;

    Main(Console console) {
        this.console = console;
    }

    /**
     * Runs Hawser; the system property {@code hawser.home} names the folder of the distribution.
     *
     * @param arguments those of {@code bin/hawser}
     */
    public static void main(String[] arguments) {
        System.exit(new Main(Console.ofProcess()).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        try {
            return dispatch(arguments);
        } catch (LaunchException e) {
            console.complain("hawser: " + e.getMessage());
            return e.exitCode();
        } catch (UncheckedIOException e) {
            return ExitCodes.FAILED; // whoever read the output has gone, and with it the place to say so
        } catch (RuntimeException | Error e) {
            console.complain("hawser: unexpected failure: " + e);
            return ExitCodes.NOT_STARTED;
        }
    }

    private int dispatch(List<String> arguments) {
        if (arguments.isEmpty()) {
            return Boolean.getBoolean("hawser.terminal") ? server(Server.Kind.SHELL)
                    : client().script("standard input", ScriptText.ofStandardInput(), List.of());
        }
        String verb = arguments.get(0);
        if (!fits(verb, arguments)) {
            return usage(arguments);
        }
        return switch (verb) {
            case "serve" -> server(arguments.size() > 1 ? Server.Kind.OWNED : Server.Kind.DAEMON);
            case "run" -> server(Server.Kind.DAEMON);
            case "-c" -> client().command(arguments.get(1));
            case "start" -> client().start();
            case "stop" -> client().stop();
            case "restart" -> client().restart();
            case "status" -> client().status();
            case "logs" -> logs(arguments.size() > 1);
            case "new" -> say(NewPlugin.of(folder(), arguments).write(Path.of("").toAbsolutePath()));
            case "-h", "--help" -> say(USAGE);
            case "--version" -> say(versions());
            default -> ScriptText.isFile(verb)
                    ? client().script(verb, ScriptText.ofFile(verb), arguments.subList(1, arguments.size()))
                    : usage(arguments);
        };
    }

    private static boolean fits(String verb, List<String> arguments) {
        return switch (verb) {
            case "-c" -> arguments.size() == 2;
            case "serve" -> arguments.size() == 1 || arguments.equals(List.of("serve", "--owned"));
            case "new" -> true;
            case "logs" -> arguments.size() == 1 || arguments.equals(List.of("logs", "-f"));
            default -> arguments.size() == 1 || ScriptText.isFile(verb);
        };
    }

    private int logs(boolean follow) {
        LogFollower log = new LogFollower(folder().log().resolve("hawser.log"), console);
        try {
            if (follow) {
                log.follow();
            } else {
                log.tail();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCodes.OK;
    }

    private int server(Server.Kind kind) {
        Folder folder = folder();
        try {
            return new Server(folder, kind, version()).run();
        } catch (NoClassDefFoundError e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "the framework's jar is not in "
                    + folder.bundles().resolve("framework") + ", or not the one that bin/hawser.jar names", e);
        }
    }

    private Client client() {
        Folder folder = folder();
        return new Client(folder, console, new Connector(folder, Connector.ANSWER_LIMIT));
    }

    private static Folder folder() {
        String home = System.getProperty("hawser.home");
        if (home == null) {
            throw new LaunchException(ExitCodes.USAGE, "hawser.home is not set; start it by bin/hawser");
        }
        return Folder.at(home);
    }

    private int say(String text) {
        console.say(text);
        return ExitCodes.OK;
    }

    private int usage(List<String> arguments) {
        String verb = arguments.get(0);
        String wrong = switch (verb) {
            case "-c" -> arguments.size() == 1 ? "-c needs a command"
                    : "-c takes one command; put it in quotes: found " + (arguments.size() - 1) + " arguments";
            case "start", "stop", "restart", "status", "serve", "run" ->
                verb + " takes no argument: found " + arguments.get(1);
            case "logs" -> "logs takes -f or no argument: found " + arguments.get(1);
            case "" -> "an empty argument";
            default -> verb.startsWith("-") ? "unknown option: " + verb : "neither a verb nor a script's file: " + verb;
        };
        console.complain("hawser: " + wrong);
        console.complain(USAGE);
        return ExitCodes.USAGE;
    }

    private static String versions() {
        return "hawser " + version()
                + "\nJava " + System.getProperty("java.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor")
                + "\nplatform " + System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
    }

    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("unknown");
    }
}
