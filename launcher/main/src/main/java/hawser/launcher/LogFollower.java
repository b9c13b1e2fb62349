// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Prints the end of the log, and what is written from then on, also after the file was put aside for a new one. */
final class LogFollower {
    private static final int LINES = 50;
    private static final int TAIL_BYTES = 256 * 1024;
    private static final int PIECE = 64 * 1024;
    private static final long PAUSE_MS = 100;

    private final Path file;
    private final Console console;

    LogFollower(Path file, Console console) {
        this.file = file;
        this.console = console;
    }

    /** Prints the last lines. */
    void tail() {
        try (RandomAccessFile log = open()) {
            printTail(log);
        } catch (IOException e) {
            throw missing(e);
        }
    }

    /** Prints the last lines and goes on until the thread is interrupted or the process ends. */
    void follow() throws InterruptedException {
        RandomAccessFile log = null;
        try {
            Object identity = identity();
            log = open();
            printTail(log);
            while (true) {
                boolean moved = !Objects.equals(identity, identity());
                print(log); // what came before it was moved away, too
                if (moved && Files.exists(file)) {
                    identity = identity(); // before the file is opened: if it moves in between, that shows
                    log.close();
                    log = open();
                } else {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            }
        } catch (IOException e) {
            throw missing(e);
        } finally {
            close(log);
        }
    }

    private RandomAccessFile open() throws IOException {
        return new RandomAccessFile(file.toFile(), "r");
    }

    private void printTail(RandomAccessFile log) throws IOException {
        long start = Math.max(0, log.length() - TAIL_BYTES);
        log.seek(start);
        byte[] bytes = new byte[(int) (log.length() - start)];
        log.readFully(bytes);
        List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(console::say);
    }

    private void print(RandomAccessFile log) throws IOException {
        if (log.length() < log.getFilePointer()) {
            log.seek(0); // emptied in place
        }
        byte[] piece = new byte[PIECE];
        for (int read = log.read(piece); read > 0; read = log.read(piece)) {
            console.output(Arrays.copyOf(piece, read));
        }
    }

    /** Changes when the file is another one. */
    private Object identity() {
        try {
            return Files.exists(file) ? Files.readAttributes(file, "unix:ino").get("ino") : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null; // gone between the two looks, or a file system without such a thing
        }
    }

    private static void close(RandomAccessFile log) {
        try {
            if (log != null) {
                log.close();
            }
        } catch (IOException e) {
            return; // it was only read
        }
    }

    private LaunchException missing(IOException e) {
        return new LaunchException(ExitCodes.FAILED, "cannot read the log " + file + ": " + e.getMessage()
                + "; it is made at the first start", e);
    }
}
