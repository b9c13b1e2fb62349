// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A channel whose other end is a process of its own, in Java or in C. */
@ExtendWith(BoundMemory.class)
abstract class PeerFixture {
    private static final ChannelSizes SIZES = new ChannelSizes(4096, 4096);

    @TempDir
    Path folder;
    MappedChannel channel;
    private Path toldFile;
    private UnsafeBuffer told;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        toldFile = Files.write(folder.resolve("told"), new byte[64]);
        told = CrashPeer.map(toldFile);
        reopen();
    }

    /** For the next process; the one before is gone. */
    final void reopen() {
        tellNothing();
        channel = MappedChannel.create("survivor", SIZES, ChannelOptions.defaults(), closed -> { });
    }

    @AfterEach
    void close() {
        started.forEach(Process::destroyForcibly); // of a test that failed
        channel.close();
    }

    /** How many messages the process has sent, or taken. */
    final long told() {
        return told.getLongVolatile(0);
    }

    final void tellNothing() {
        told.putLongVolatile(0, 0);
    }

    /** Where another process finds this one's channel. */
    final String memoryPath() {
        return memoryPath(ProcessHandle.current().pid(), Integer.toString(channel.descriptor()));
    }

    static String memoryPath(long pid, String descriptor) {
        return "/proc/" + pid + "/fd/" + descriptor;
    }

    /** A {@link CrashPeer}. */
    final Process java(String part, long lastStore, String... memoryPath) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                CrashPeer.class.getName(), part, toldFile.toString(), Long.toString(lastStore)));
        command.addAll(List.of(memoryPath));
        return start(command.toArray(String[]::new));
    }

    /** The same in C. */
    final Process ringPeer(String part, String memoryPath, long renderer) throws IOException {
        return start("target/native/ring-peer", part, memoryPath, Long.toString(renderer), toldFile.toString());
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(process);
        return process;
    }
}
