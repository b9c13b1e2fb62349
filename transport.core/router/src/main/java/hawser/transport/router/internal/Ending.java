// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.TransportException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;

/** How something ends, once, and the futures of those who wait for that. Thread-safe. */
abstract class Ending extends LateStage {
    /*
     * `end` is set once, by compare-and-set; whoever sets it then completes the futures if there are any. Whoever
     * makes a future looks at `end` afterwards. Each stores before it looks, so one of both sees the other.
     *
     * What nobody but the calling thread can end, and nobody waits for, is ended by a mere store: an object that was
     * never compared and set is one that the compiler can spare.
     *
     * `future` is what others build upon, and never handed out. Who asks for a future gets one of its own: the first
     * to ask, as a rule the caller, who blocks on it, has it completed directly.
     */
    /** An end that nobody wanted any more. */
    private record GivenUp(TransportException failure) {
    }

    private static final Object NOTHING = new Object();
    private static final VarHandle END;
    private static final VarHandle FUTURE;
    private static final VarHandle FIRST_ASKED;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Ending.class, "end", Object.class);
            FUTURE = MethodHandles.lookup().findVarHandle(Ending.class, "future", HelpingFuture.class);
            FIRST_ASKED = MethodHandles.lookup().findVarHandle(Ending.class, "firstAsked", HelpingFuture.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Object end;
    private volatile HelpingFuture<Object> future;
    private volatile HelpingFuture<Object> firstAsked;

    /** It has ended; called once, before anybody who waits is told. The failure is null if it has a value. */
    abstract void ended(TransportException failure);

    /** Somebody is about to block on it. */
    abstract void help();

    /** With a value, which may be null. */
    final void endWith(Object value) {
        end(value == null ? NOTHING : value);
    }

    final void endBy(TransportException failure) {
        end(failure);
    }

    final void giveUp(TransportException failure) {
        end(new GivenUp(failure));
    }

    /** With a value that is not null, by the only thread that can end it; whether it had not ended before. */
    final boolean endHere(Object value) {
        if (end != null) {
            return false;
        }
        END.setRelease(this, value);
        return true;
    }

    /** For what was built upon it before {@link #endHere}. */
    final void completeFuture() {
        complete(future, end);
    }

    private void end(Object how) {
        if (END.compareAndSet(this, null, how)) {
            ended(failureOf(how));
            complete(firstAsked, how);
            complete(future, how);
        }
    }

    private static void complete(HelpingFuture<Object> waiting, Object how) {
        if (waiting == null) {
            return;
        }
        TransportException failure = failureOf(how);
        if (failure != null) {
            waiting.completeExceptionally(failure);
        } else {
            waiting.complete(unmask(how));
        }
    }

    private static Object unmask(Object ended) {
        return ended == NOTHING ? null : ended;
    }

    private static TransportException failureOf(Object ended) {
        Object how = ended instanceof GivenUp givenUp ? givenUp.failure : ended;
        return how instanceof TransportException failure ? failure : null;
    }

    /** Why it failed; null if it did not, or has not ended. */
    final TransportException failure() {
        return failureOf(end);
    }

    @Override
    public final boolean isDone() {
        return end != null;
    }

    final boolean isGivenUp() {
        return end instanceof GivenUp;
    }

    /** A future of the caller's own, for it to wait on or to complete; that changes nothing here. */
    @Override
    public final CompletableFuture<Object> toCompletableFuture() {
        Object ended = end;
        if (ended == null) {
            return ownFuture();
        }
        TransportException failure = failureOf(ended);
        return failure != null
                ? CompletableFuture.failedFuture(failure) : CompletableFuture.completedFuture(unmask(ended));
    }

    private HelpingFuture<Object> ownFuture() {
        HelpingFuture<Object> own = new HelpingFuture<>(this);
        if (!FIRST_ASKED.compareAndSet(this, null, own)) {
            future().whenComplete((value, failure) -> complete(own, end));
        } else if (end != null) {
            complete(own, end);
        }
        return own;
    }

    /** Never handed out: what is built upon it can be completed, it cannot. */
    @Override
    final HelpingFuture<Object> future() {
        if (future == null) {
            FUTURE.compareAndSet(this, null, new HelpingFuture<Object>(this));
        }
        Object ended = end;
        if (ended != null) {
            complete(future, ended);
        }
        return future;
    }
}
