// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that a client has started. */
final class ServerProcess implements AutoCloseable {
    private static final String OWN_WORDS = "hawser: ";
    private static final int TAIL_LINES = 20;
    private static final int TAIL_BYTES = 16 * 1024;
    private static final long END_SECONDS = 30;
    private static final long SOON_SECONDS = 5;

    private final Folder folder;
    private final Process process;
    private final long consoleStart;
    private final boolean owned;
    private final Connector connector;

    private ServerProcess(Folder folder, Process process, long consoleStart, boolean owned) {
        this.folder = folder;
        this.process = process;
        this.consoleStart = consoleStart;
        this.owned = owned;
        this.connector = new Connector(folder, Connector.ANSWER_LIMIT);
    }

    /**
     * Starts a server, apart from this process's terminal.
     *
     * @param owned whether it ends when this process closes or dies
     */
    static ServerProcess begin(Folder folder, boolean owned) {
        List<String> command = new ArrayList<>();
        apart().ifPresent(program -> command.add(program.toString()));
        command.add(folder.script().toString());
        command.add("serve");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.home().toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (owned) {
            command.add("--owned");
        } else {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            return new ServerProcess(folder, builder.start(), length(folder.consoleLog()), owned);
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot run " + folder.script() + ": " + e, e);
        }
    }

    boolean ended() {
        return !process.isAlive();
    }

    /** {@return whether it ends within the time that a framework takes to stop} */
    boolean endsSoon() {
        try {
            return process.waitFor(SOON_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@return whether it ended because another instance has the folder} */
    boolean foundFolderInUse() {
        return ended() && process.exitValue() == ExitCodes.IN_USE;
    }

    /** {@return the reason that it gave before it ended, or the end of what it wrote} */
    String lastWords() {
        Path log = folder.consoleLog();
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = consoleStart <= file.length() ? consoleStart : 0; // shorter: it was rotated
            file.seek(Math.max(begin, file.length() - TAIL_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return reason(lines) + "\nmore in " + folder.log();
        } catch (IOException e) {
            return "nothing in " + log + ": " + e.getMessage();
        }
    }

    /** Lets an owned server end and waits for that, unless it stays for others. One without owner lives on. */
    @Override
    public void close() {
        if (!owned) {
            endIfSpare();
            return;
        }
        boolean stays = isInstance() && connector.ownerLeaves() == Connector.Farewell.STAYS;
        try {
            process.getOutputStream().close();
            if (!stays && !process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reason(List<String> lines) {
        List<String> said = lines.stream().filter(line -> line.startsWith(OWN_WORDS)).toList();
        return said.isEmpty() ? String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()))
                : String.join("\n", said).replace(OWN_WORDS, "");
    }

    /** One that still waits for the folder, which another instance has, would come up when that one is stopped. */
    private void endIfSpare() {
        if (!isInstance()) {
            process.destroy();
        }
    }

    /** {@return whether it is the folder's instance, and not one that waits until the folder is free} */
    private boolean isInstance() {
        return Instance.running(folder).filter(instance -> instance.pid() == process.pid()).isPresent();
    }

    void kill() {
        process.destroy();
    }

    private static long length(Path file) {
        return file.toFile().length();
    }

    /** {@return the program that gives a process a session of its own, so that no key pressed here reaches it} */
    private static Optional<Path> apart() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of("setsid", "nohup")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator)).filter(place -> !place.isEmpty())
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable).findFirst();
    }
}
