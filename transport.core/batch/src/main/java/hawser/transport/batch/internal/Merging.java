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
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** What becomes of requests that meet in one envelope. */
@FunctionalInterface
interface Merging {
    /**
     * Chooses those to execute, in order; the others end with them, or at once.
     *
     * @param again executes requests whose leader was given up by its own caller
     */
    List<Exchange> merge(List<Exchange> envelope, Consumer<List<Exchange>> again);

    /** The merging of that name. */
    static Merging of(BatchOptions.Merge merge) {
        return switch (merge) {
            case QUEUE -> (envelope, again) -> envelope;
            case DEDUPE -> Merging::dedupe;
            case LATEST -> (envelope, again) -> latest(envelope);
        };
    }

    /** Runs an action that begins every exchange; if it throws, those that have not ended fail, so the lane goes on. */
    static void orFail(List<Exchange> envelope, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            envelope.forEach(exchange -> exchange.fail(TransportException.of(ErrorCode.BATCH_FAILED,
                    "the envelope of " + envelope.size() + " requests could not be begun: " + e,
                    exchange.event().name(), null, e)));
        }
    }

    /** Equal payloads: the first leads, the others follow. */
    private static List<Exchange> dedupe(List<Exchange> envelope, Consumer<List<Exchange>> again) {
        Map<Object, List<Exchange>> groups = new LinkedHashMap<>();
        for (Exchange exchange : envelope) {
            groups.computeIfAbsent(new Content(exchange.payload()), key -> new ArrayList<>()).add(exchange);
        }
        List<Exchange> leaders = new ArrayList<>();
        for (List<Exchange> group : groups.values()) {
            Exchange leader = group.get(0);
            leaders.add(leader);
            follow(leader, group.subList(1, group.size()), again);
        }
        return leaders;
    }

    private static void follow(Exchange leader, List<Exchange> followers, Consumer<List<Exchange>> again) {
        if (followers.isEmpty()) {
            return;
        }
        leader.outcome().whenComplete((answer, thrown) -> {
            if (thrown == null) {
                followers.forEach(follower -> follower.reply(answer));
            } else if (isCallersOwn(failureOf(thrown))) {
                orFail(followers, () -> again.accept(dedupe(followers, again)));
            } else {
                followers.forEach(follower -> follower.fail(failureOf(thrown)));
            }
        });
    }

    /** A leader that its caller gave up says nothing of what the others would have got. */
    private static boolean isCallersOwn(TransportException failure) {
        return failure.code() == ErrorCode.CANCELLED || failure.code() == ErrorCode.TIMEOUT
                || failure.code() == ErrorCode.TRANSPORT_DESTROYED;
    }

    private static TransportException failureOf(Throwable thrown) {
        boolean wrapped = thrown instanceof CompletionException && thrown.getCause() != null;
        Throwable cause = wrapped ? thrown.getCause() : thrown;
        return cause instanceof TransportException failure ? failure
                : TransportException.of(ErrorCode.BATCH_FAILED, cause.toString(), null, null, cause);
    }

    /** The newest of each key takes the place of the first; those it supersedes fail. */
    private static List<Exchange> latest(List<Exchange> envelope) {
        Map<Object, Exchange> newest = new LinkedHashMap<>();
        for (Exchange exchange : envelope) {
            Exchange superseded = newest.put(new Content(PayloadKey.of(exchange.payload())), exchange);
            if (superseded != null) {
                superseded.fail(TransportException.of(ErrorCode.SUPERSEDED,
                        "a newer request of the same key took its place in the batch", exchange.event().name()));
            }
        }
        return List.copyOf(newest.values());
    }
}
