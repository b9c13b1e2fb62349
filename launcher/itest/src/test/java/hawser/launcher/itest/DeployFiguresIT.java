// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.OptionUtils.combine;

import hawser.plugin.host.PluginHost;
import hawser.transport.Event;
import hawser.transport.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/**
 * What it costs to deploy, in {@code target/deploy.txt}: how long until a library that was dropped answers, and the
 * time and memory that many take. Nothing of it is expected but that they all answer.
 */
public class DeployFiguresIT extends InDeployFolder {
    private static final int MANY = Integer.getInteger("hawser.deployed", 3);
    private static final int DROPS = MANY / 10 + 1;
    private static final Path FIGURES = Path.of("target/deploy.txt");

    /** As in the distribution, where figures are wanted. */
    @Override
    @Configuration
    public Option[] configuration() throws IOException {
        return combine(super.configuration(),
                frameworkProperty("felix.fileinstall.poll").value(DROPS > 1 ? "500" : "100"));
    }

    private static void write(String figures) throws IOException {
        Files.writeString(FIGURES, figures + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void settings(String name, String execution) throws IOException {
        drop(DEPLOY.resolve("lib" + name + ".json"), ("{\"execution\": \"" + execution + "\"}").getBytes(UTF_8));
    }

    private void answers(String name) throws Exception {
        Event<byte[], byte[]> event =
                Events.defineEvent("plugin").module(name).event("send").define(byte[].class, byte[].class);
        assertArrayEquals(new byte[] {7}, send(event, new byte[] {7}));
    }

    private static long msSince(long beganNs) {
        return (System.nanoTime() - beganNs) / 1_000_000;
    }

    @Test
    public void shouldAnswerSoonAfterALibraryWasDropped() throws Exception {
        for (String execution : List.of("thread", "process")) {
            List<Long> tookMs = new ArrayList<>();
            for (int i = 0; i < DROPS; i++) {
                settings("p001", execution);
                long beganNs = System.nanoTime();
                drop(DEPLOY.resolve("libp001.so"), echo("p001", "1.0." + i % 10));
                awaitOne(DeployFiguresIT::isActive);
                answers("p001");
                tookMs.add(msSince(beganNs));
                clearAndWait();
            }
            tookMs.sort(null);
            write("execution=" + execution + " drops=" + DROPS + " firstAnswerMs min=" + tookMs.get(0) + " p50="
                    + tookMs.get(DROPS / 2) + " max=" + tookMs.get(DROPS - 1));
        }
    }

    /**
     * What plugins hold, in KiB: of the heap, after it was collected; of memory that is mapped without a file, which
     * libraries and channels are; and in processes of their own. What the JVM takes besides is its own affair.
     */
    private record Held(long heap, long mapped, long processes) {
        static Held now() throws IOException {
            System.gc();
            Runtime java = Runtime.getRuntime();
            long mapped;
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
                mapped = ofMemfds(lines.toList());
            }
            try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
                return new Held((java.totalMemory() - java.freeMemory()) / 1024, mapped,
                        children.mapToLong(Held::ofProcess).sum());
            }
        }

        private static long ofMemfds(List<String> lines) {
            long kib = 0;
            boolean isMemfd = false;
            for (String line : lines) {
                isMemfd = line.matches("[0-9a-f]+-[0-9a-f]+ .*") ? line.contains("/memfd:") : isMemfd;
                kib += isMemfd && line.startsWith("Rss:") ? number(line) : 0;
            }
            return kib;
        }

        /** Zero if it has ended meanwhile. */
        private static long ofProcess(ProcessHandle process) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
                return lines.filter(line -> line.startsWith("Pss:")).mapToLong(Held::number).sum();
            } catch (IOException | UncheckedIOException e) {
                return 0;
            }
        }

        private static long number(String line) {
            return Long.parseLong(line.replaceAll("\\D", ""));
        }

        String eachSince(Held before) {
            return "heapKibEach=" + (heap - before.heap) / MANY + " mappedKibEach=" + (mapped - before.mapped) / MANY
                    + " processKibEach=" + (processes - before.processes) / MANY;
        }
    }

    private void awaitAll() throws Exception {
        await(plugins -> plugins.stream().filter(DeployFiguresIT::isActive).count() == MANY);
    }

    @Test
    public void shouldCarryMany() throws Exception {
        for (String execution : List.of("inline", "thread", "process")) {
            Held before = Held.now();
            for (int i = 1; i <= MANY; i++) {
                settings(String.format("p%03d", i), execution);
            }
            long beganNs = System.nanoTime();
            for (int i = 1; i <= MANY; i++) {
                String name = String.format("p%03d", i);
                drop(DEPLOY.resolve("lib" + name + ".so"), echo(name, "1.0.0"));
            }
            awaitAll();
            long deployMs = msSince(beganNs);
            for (int i = 1; i <= MANY; i++) {
                answers(String.format("p%03d", i));
            }
            String each = Held.now().eachSince(before);
            write("execution=" + execution + " plugins=" + MANY + " deployMs=" + deployMs + " startMs=" + restart()
                    + ' ' + each);
            clearAndWait();
        }
    }

    /** The host alone: how long until all that lies there serves again. */
    private long restart() throws Exception {
        Bundle host = bundleNamed("hawser.plugin.host");
        host.stop();
        long beganNs = System.nanoTime();
        host.start();
        awaitAll();
        assertEquals(MANY, service(PluginHost.class).list().size());
        return msSince(beganNs);
    }
}
