// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.BatchOptions;
import hawser.transport.ErrorCode;
import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What becomes of requests that meet in one envelope. */
@FunctionalInterface
interface Merging {
    /** Those to execute, in order, and those among them that others follow. */
    record Merged(List<Exchange> leaders, List<Group> groups) {
    }

    /** Chooses; those that are superseded end now. */
    Merged merge(List<Exchange> envelope);

    /** The merging that the options name. */
    static Merging of(BatchOptions options) {
        return switch (options.merge()) {
            case QUEUE -> envelope -> new Merged(envelope, List.of());
            case DEDUPE -> Merging::dedupe;
            case LATEST -> envelope -> latest(envelope, options.key().orElse(PayloadKey::of));
        };
    }

    /** Equal payloads: the first leads, the others follow. */
    private static Merged dedupe(List<Exchange> envelope) {
        Map<Object, List<Exchange>> equal = new LinkedHashMap<>();
        for (Exchange exchange : envelope) {
            equal.computeIfAbsent(new Content(exchange.payload()), key -> new ArrayList<>(1)).add(exchange);
        }
        List<Exchange> leaders = new ArrayList<>(equal.size());
        List<Group> groups = new ArrayList<>();
        for (List<Exchange> each : equal.values()) {
            leaders.add(each.get(0));
            if (each.size() > 1) {
                groups.add(new Group(each.get(0), each.subList(1, each.size())));
            }
        }
        return new Merged(leaders, groups);
    }

    /** The newest of each key takes the place of the first; those it supersedes fail. */
    private static Merged latest(List<Exchange> envelope, Function<Object, Object> key) {
        Map<Object, Exchange> newest = new LinkedHashMap<>();
        for (Exchange exchange : envelope) {
            Exchange superseded = newest.put(new Content(key.apply(exchange.payload())), exchange);
            if (superseded != null) {
                superseded.fail(TransportException.of(ErrorCode.SUPERSEDED,
                        "a newer request of the same key took its place in the batch", exchange.event().name()));
            }
        }
        return new Merged(List.copyOf(newest.values()), List.of());
    }
}
