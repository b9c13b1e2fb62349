// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process that runs a folder's framework, as its file in {@code data/} tells.
 *
 * @param pid its process id
 * @param startedAt when it began, in epoch milliseconds, so that another process with the same id is told apart
 * @param socket where it listens
 * @param home the folder that it runs in: a copied file tells of the original's process
 */
record Instance(long pid, long startedAt, Path socket, Path home) {
    private static final int LINES = 4;

    static Instance ofThisProcess(Folder folder, Path socket) {
        ProcessHandle process = ProcessHandle.current();
        return new Instance(process.pid(), startOf(process), socket, folder.home());
    }

    /** {@return what the file says, if it is there, whole, and its process lives} */
    static Optional<Instance> running(Folder folder) {
        return read(folder).filter(instance -> instance.process().isPresent());
    }

    static Optional<Instance> read(Folder folder) {
        try {
            List<String> lines = Files.readAllLines(folder.instance(), StandardCharsets.UTF_8);
            return lines.size() < LINES ? Optional.empty()
                    : Optional.of(new Instance(Long.parseLong(lines.get(0)), Long.parseLong(lines.get(1)),
                            Path.of(lines.get(2)), Path.of(lines.get(LINES - 1))))
                            .filter(instance -> instance.home().equals(folder.home()));
        } catch (AccessDeniedException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, folder.instance() + " cannot be read: it belongs to user "
                    + owner(folder) + "; ask them, or run this by: sudo -u " + owner(folder), e);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // not there, or half written: the same to whoever asks
        }
    }

    /** {@return the user to whom the folder's data belongs} */
    static String owner(Folder folder) {
        try {
            Path place = Stream.of(folder.instance(), folder.data()).filter(Files::exists).findFirst()
                    .orElse(folder.home());
            return Files.getOwner(place).getName();
        } catch (IOException e) {
            return "unknown";
        }
    }

    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(Liveness::of).filter(process -> startOf(process) == startedAt);
    }

    void write(Folder folder) {
        Path part = folder.instance().resolveSibling("hawser.pid.part");
        try {
            Files.write(part, lines());
            Files.move(part, folder.instance(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot write " + folder.instance() + ": " + e, e);
        }
    }

    private List<String> lines() {
        return List.of(Long.toString(pid), Long.toString(startedAt), socket.toString(), home.toString());
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(instant -> instant.toEpochMilli()).orElse(0L);
    }
}
