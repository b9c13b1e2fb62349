// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Exchange;
import hawser.transport.TransportException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Equal requests: the first is executed, and what it gets the others get. Thread-safe. */
final class Group {
    private final AtomicReference<Exchange> leader;
    private final List<Exchange> followers;

    Group(Exchange leader, List<Exchange> followers) {
        this.leader = new AtomicReference<>(leader);
        this.followers = followers;
    }

    /**
     * Ends the followers when their leader has ended; if it has, at once. Asking again does no harm.
     *
     * @param again executes a follower in the place of a leader that its own caller gave up; begun before this returns
     */
    void follow(Consumer<List<Exchange>> again) {
        Exchange current = leader.get();
        if (current != null) {
            current.outcome().whenComplete((answer, thrown) -> end(current, answer, thrown, again));
        }
    }

    private void end(Exchange current, Object answer, Throwable thrown, Consumer<List<Exchange>> again) {
        boolean givenUp = thrown != null && isCallersOwn(failureOf(thrown));
        Exchange heir = givenUp ? heir() : null;
        if (!leader.compareAndSet(current, heir)) {
            return;
        }
        if (heir != null) {
            again.accept(List.of(heir));
            follow(again);
        } else if (thrown == null) {
            followers.forEach(follower -> follower.reply(answer));
        } else {
            followers.forEach(follower -> follower.fail(failureOf(thrown)));
        }
    }

    private Exchange heir() {
        return followers.stream().filter(follower -> !follower.isDone()).findFirst().orElse(null);
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
}
