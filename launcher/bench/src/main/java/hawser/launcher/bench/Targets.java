// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench;

import hawser.launcher.bench.product.MemoryCost;
import hawser.launcher.bench.report.Percentile;
import hawser.launcher.bench.report.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the design asks, as ratios of ours to a peer's in the same run, or as absolute limits. */
final class Targets {
    private static final String SMALL = "32 B";
    private static final String LARGE = "64 KiB";

    private Targets() {
    }

    static List<Target> all() {
        return Stream.of(oneWay(), roundTrip(Catalog.PLUGIN), roundTrip(Catalog.CHANNEL), inFlight(),
                resources(), dispatch(), batch(), stream(), start()).flatMap(List::stream).toList();
    }

    private static List<Target> oneWay() {
        return List.of(
                ratio("one-way", SMALL, Catalog.TO_NATIVE, Catalog.AGRONA, 1.0, "at least as fast"),
                ratio("one-way", SMALL, Catalog.TO_JAVA, Catalog.AGRONA, 1.0, "at least as fast"),
                ratio("one-way", SMALL, Catalog.TO_NATIVE, Catalog.MAILBOX, 1.0 / 8, "8 times as fast"),
                ratio("one-way", SMALL, Catalog.TO_JAVA, Catalog.MAILBOX, 1.0 / 8, "8 times as fast"),
                ratio("one-way", LARGE, Catalog.TO_NATIVE, Catalog.C_RING, 1 / 0.7, "70 % of its GB/s"),
                ratio("one-way", LARGE, Catalog.TO_JAVA, Catalog.C_RING, 1 / 0.7, "70 % of its GB/s"),
                ratio("one-way", LARGE, Catalog.IN_PLACE, Catalog.C_RING, 1 / 1.4, "twice that in place"),
                ratio("one-way", LARGE, Catalog.IN_PLACE_TO_JAVA, Catalog.C_RING, 1 / 1.4, "twice that in place"),
                ratio("one-way", LARGE, Catalog.TO_NATIVE, Catalog.AERON, 1.0 / 3, "3 times as fast"),
                ratio("one-way", LARGE, Catalog.TO_NATIVE, Catalog.SOCKET, 1.0 / 3, "3 times as fast"),
                absolute("hand-over", "1 MiB", Catalog.IN_PLACE, 2000, "2 us"));
    }

    private static List<Target> roundTrip(String subject) {
        return List.of(
                ratio("round-trip", SMALL, subject, Catalog.C_RING, 1.5, "1.5 times its p50"),
                ratio("round-trip", SMALL, subject, Catalog.AGRONA, 1.0, "its p50"),
                ratio("round-trip", SMALL, subject, Catalog.AERON, 1.0, "its p50"),
                p99("round-trip", SMALL, subject, Catalog.AGRONA, 1.2, "1.2 times its p99"),
                p99("round-trip", SMALL, subject, Catalog.AERON, 1.2, "1.2 times its p99"),
                ratio("round-trip", SMALL, subject, Catalog.SOCKET, 1.0 / 15, "15 times as fast"));
    }

    private static List<Target> inFlight() {
        return List.of(
                absolute("in-flight", "64", Catalog.PLUGIN, 250, "250 ns a request"),
                ratio("in-flight", "64", Catalog.PLUGIN, Catalog.GRPC, 1.0 / 80, "80 times as fast"),
                ratio("inline", SMALL, Catalog.INLINE, Catalog.DIRECT_CALL, 1.5, "1.5 times as long"));
    }

    private static List<Target> resources() {
        return List.of(
                ratio("wake-native", "1 ms idle", Catalog.TO_NATIVE, Catalog.FUTEX, 1.5, "1.5 times its p50"),
                ratio("wake-java", "1 ms idle", Catalog.TO_JAVA, Catalog.FUTEX, 1.5, "1.5 times its p50"),
                absolute("idle", "2 s", Catalog.CHANNEL, 5, "0.00 cores"),
                ratio("memory", MemoryCost.WRITTEN.label(), Catalog.CHANNEL, Catalog.PAYLOAD, 1 + 1.0 / 16,
                        "what was written, and a step"),
                absolute("allocation", SMALL, Catalog.TO_NATIVE, 0.5, "nothing"),
                absolute("allocation", SMALL, Catalog.TO_JAVA, 0.5, "nothing"));
    }

    private static List<Target> dispatch() {
        return List.of(
                ratio("dispatch", "one event", Catalog.SEND, Catalog.MAP_CALL, 4.0, "4 times as long"),
                ratio("dispatch", "one event", Catalog.SEND, Catalog.GUAVA, 1.0 / 5, "5 times as fast"),
                ratio("dispatch", "one event", Catalog.SEND, Catalog.EVENT_ADMIN, 1.0 / 5, "5 times as fast"));
    }

    private static List<Target> batch() {
        return List.of(
                absolute("batch", "100", Catalog.BATCH, 60, "60 ns a request"),
                ratio("batch", "100", Catalog.BATCH, Catalog.DATA_LOADER, 1.0, "at least as fast"),
                ratio("batch-slow", "50 requests", Catalog.BATCH, "one answer", 1.5, "about one answer"),
                ratio("batch-native", "10000", Catalog.BATCH, Catalog.PLUGIN, 1.0, "at least as fast as singly"));
    }

    private static List<Target> stream() {
        return List.of(
                absolute("stream", "item", Catalog.STREAM, 30, "30 ns an item"),
                ratio("stream", "item", Catalog.STREAM, Catalog.SUBMISSION, 1.0 / 3, "3 times as fast"),
                ratio("stream", "item", Catalog.STREAM, Catalog.PUSH_STREAM, 1.0 / 10, "10 times as fast"),
                ratio("stream", "item", Catalog.STREAM, Catalog.REACTOR, 1.0, "at least as fast"),
                ratio("stream", "item", Catalog.STREAM, Catalog.REACTOR_RANGE, 1.0, "at least as fast"));
    }

    private static List<Target> start() {
        return List.of(ratio("start", "prompt", Catalog.LAUNCHER, Catalog.BARE_GOGO, 1.5, "1.5 times as long"));
    }

    private static Target ratio(String group, String row, String subject, String peer, double limit,
            String text) {
        return new Target(group, row, subject, Optional.of(peer), Percentile.P50, limit, text);
    }

    private static Target p99(String group, String row, String subject, String peer, double limit,
            String text) {
        return new Target(group, row, subject, Optional.of(peer), Percentile.P99, limit, text);
    }

    private static Target absolute(String group, String row, String subject, double limit, String text) {
        return new Target(group, row, subject, Optional.empty(), Percentile.P50, limit, text);
    }
}
