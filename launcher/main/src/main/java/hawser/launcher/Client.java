// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.ControlRequest.Verb;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The short-lived process of {@code start}, {@code stop}, {@code status} and {@code -c}. */
final class Client {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_MS = 10;

    private final Folder folder;
    private final Console console;
    private final Connector connector;

    Client(Folder folder, Console console, Connector connector) {
        this.folder = folder;
        this.console = console;
        this.connector = connector;
    }

    /** Runs a command in the folder's instance, or in one that lives as long as this process. */
    int command(String text) {
        return askStarted(request(Verb.COMMAND, text), true);
    }

    /**
     * Runs the commands of a script as {@link #command} runs one.
     *
     * @param name of the script, for messages
     * @param text of the script
     * @param arguments that it finds as {@code $1} and so on
     */
    int script(String name, String text, List<String> arguments) {
        return askStarted(request(Verb.COMMAND, text, name, arguments), true);
    }

    /** Stops the instance, if there is one, and starts another. */
    int restart() {
        int code = stop();
        return code == ExitCodes.OK ? start() : code;
    }

    /** Makes sure that an instance runs that outlives this process. */
    int start() {
        boolean running = connector.offer(request(Verb.STATUS, "")).map(this::discard).isPresent();
        int code = askStarted(request(Verb.START, ""), false);
        if (code == ExitCodes.OK) {
            String pid = Instance.running(folder).map(instance -> Long.toString(instance.pid())).orElse("unknown");
            console.say((running ? "already running" : "started") + ", pid " + pid);
        }
        return code;
    }

    /** Stops the instance and waits for the end of its process. */
    int stop() {
        Optional<ProcessHandle> process = Instance.read(folder).flatMap(Instance::process);
        if (process.isEmpty()) {
            console.say("not running");
            return ExitCodes.OK;
        }
        ProcessHandle server = process.get();
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        try {
            connector.offer(request(Verb.STOP, "")).ifPresentOrElse(this::discard, server::destroy);
        } catch (NoAnswerException e) {
            console.complain("hawser: " + e.getMessage());
            if (!server.destroy()) {
                return ExitCodes.FAILED;
            }
        }
        if (!ends(server, deadline)) {
            console.complain("hawser: process " + server.pid() + " has not ended after " + STOP_LIMIT.toSeconds()
                    + " s; end it by: kill -9 " + server.pid());
            return ExitCodes.FAILED;
        }
        console.say("stopped, pid " + server.pid());
        return ExitCodes.OK;
    }

    /** Describes the instance. */
    int status() {
        try {
            Optional<FrameChannel> answer = connector.offer(request(Verb.STATUS, ""));
            if (answer.isPresent()) {
                return relay(answer.get());
            }
        } catch (NoAnswerException e) {
            console.complain("hawser: " + e.getMessage());
            return ExitCodes.FAILED; // not that of an instance that does not run
        }
        Optional<Instance> instance = Instance.running(folder);
        console.say(instance.map(found -> "starting or stopping, pid " + found.pid()).orElse("not running"));
        return instance.isPresent() ? ExitCodes.OK : ExitCodes.NOT_RUNNING;
    }

    private int askStarted(ControlRequest request, boolean owned) {
        Optional<FrameChannel> running = connector.offer(request);
        if (running.isPresent()) {
            return relay(running.get());
        }
        folder.prepare();
        try (ServerStarter starter = new ServerStarter(folder, owned)) {
            long deadline = System.nanoTime() + START_LIMIT.toNanos();
            while (System.nanoTime() - deadline < 0) {
                starter.ensureAlive();
                Optional<FrameChannel> answer = connector.offer(request);
                if (answer.isPresent()) {
                    return relay(answer.get(), starter);
                }
                pause();
            }
            throw starter.giveUp(START_LIMIT);
        }
    }

    /** As {@link #relay(FrameChannel)}; if the instance ended while it was starting, it has said why. */
    private int relay(FrameChannel channel, ServerStarter starter) {
        try {
            return relay(channel);
        } catch (LaunchException e) {
            starter.checkEnd();
            throw e;
        }
    }

    private int relay(FrameChannel channel) {
        try (channel) {
            for (Optional<Frame> next = channel.read(); next.isPresent(); next = channel.read()) {
                Frame frame = next.get();
                switch (frame.type()) {
                    case OUTPUT -> console.output(frame.payload());
                    case ERROR -> console.error(frame.payload());
                    case EXIT -> {
                        return frame.exitCode();
                    }
                    default -> throw new IOException("unexpected frame: type=" + frame.type());
                }
            }
            throw new LaunchException(ExitCodes.NOT_STARTED, "the instance ended before the command did; see "
                    + folder.log());
        } catch (SocketTimeoutException e) {
            throw connector.silent(e);
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "the instance does not answer: " + e.getMessage(), e);
        }
    }

    private int discard(FrameChannel channel) {
        try (channel) {
            while (channel.read().isPresent()) {
                continue;
            }
        } catch (IOException e) {
            return ExitCodes.FAILED; // whoever discards the answer does not need its end
        }
        return ExitCodes.OK;
    }

    private ControlRequest request(Verb verb, String argument) {
        return request(verb, argument, "", List.of());
    }

    private ControlRequest request(Verb verb, String argument, String script, List<String> arguments) {
        try {
            return new ControlRequest(verb, argument, System.getProperty("user.dir"),
                    Integer.getInteger("hawser.columns", 0), Boolean.getBoolean("hawser.color"), script, arguments);
        } catch (IllegalArgumentException e) {
            throw new LaunchException(ExitCodes.USAGE, e.getMessage(), e);
        }
    }

    /** Looks itself: {@link ProcessHandle#onExit} notices the end of a process that is no child a second late. */
    private static boolean ends(ProcessHandle server, long deadline) {
        while (Liveness.of(server) && System.nanoTime() - deadline < 0) {
            pause();
        }
        return !Liveness.of(server);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException(ExitCodes.NOT_STARTED, "interrupted", e);
        }
    }
}
