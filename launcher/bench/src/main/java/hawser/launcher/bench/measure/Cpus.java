// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import hawser.launcher.bench.nativelib.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The two processors of a measurement, and which thread runs on which. Without two, nothing is pinned. */
public final class Cpus {
    /** The property that names them, as {@code 0,1}. */
    public static final String PROPERTY = "hawser.bench.cpus";
    private static final List<Path> SELF = List.of(Path.of("/proc/self/task"));
    private static final int ANY = -1;
    private static final int TRIES = 1000;
    private static final long RETRY_NS = 1_000_000;
    private static final List<Integer> PAIR =
            Stream.of(System.getProperty(PROPERTY, "").split(",")).filter(cpu -> !cpu.isEmpty())
                    .map(Integer::valueOf).toList();

    private Cpus() {
    }

    /** Puts the calling thread on the processor of who sends and asks. */
    public static void pinCaller() {
        pin(0, 0);
    }

    /** Puts the calling thread on the processor of who receives and answers. */
    public static void pinPartner() {
        pin(0, 1);
    }

    /** Lets the calling thread, and those that it starts, run anywhere. */
    public static void unpinCaller() {
        if (PAIR.size() == 2) {
            Driver.check(Driver.bench_pin(0, ANY));
        }
    }

    /** Puts a thread of this process, known by the beginning of its name, beside the caller. Waits for it. */
    public static void pinToCaller(String name) {
        pin(find(SELF, name), 0);
    }

    /** The same for the partner's processor. */
    public static void pinToPartner(String name) {
        pin(find(SELF, name), 1);
    }

    /** The same for a thread of a child process. */
    public static void pinChildToPartner(String name) {
        List<Path> children = ProcessHandle.current().descendants()
                .map(child -> Path.of("/proc", Long.toString(child.pid()), "task")).toList();
        pin(find(children, name), 1);
    }

    private static void pin(int thread, int which) {
        if (PAIR.size() == 2) {
            Driver.check(Driver.bench_pin(thread, PAIR.get(which)));
        }
    }

    private static int find(List<Path> processes, String name) {
        for (int i = 0; i < TRIES; i++) {
            for (Path process : processes) {
                OptionalInt found = find(process, name);
                if (found.isPresent()) {
                    return found.getAsInt();
                }
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        throw new IllegalStateException("a thread of that name must run: name=" + name);
    }

    private static OptionalInt find(Path process, String name) {
        try (Stream<Path> tasks = Files.list(process)) {
            return tasks.filter(task -> isNamed(task, name))
                    .mapToInt(task -> Integer.parseInt(task.getFileName().toString())).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNamed(Path task, String name) {
        try {
            return Files.readString(task.resolve("comm")).strip().startsWith(name);
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
    }
}
