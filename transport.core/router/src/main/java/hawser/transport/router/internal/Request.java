// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.PluginIdentity;
import hawser.transport.RequestContext;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One request from its sending to its end: what the target sees as exchange, the handler as context and the caller as
 * stage. Thread-safe; ends once.
 */
final class Request extends Ending implements Exchange, RequestContext {
    /*
     * Most requests to a handler in Java end before send() returns. So it is all that such a one allocates, and
     * everything that only a waiting one needs is made late: the future when somebody builds upon the stage, the
     * deadline when somebody asks for it or the request is watched.
     *
     * It is `shared` before the wheel, an interceptor, a batch or a handler's own thread gets hold of it: until then
     * only its sending thread can end it. A handler may have given its context away, but what is built upon that runs
     * only if the request is given up.
     */
    private static final long LONGEST_MS = Long.MAX_VALUE / 4;
    private static final VarHandle DESTINATION;

    static {
        try {
            DESTINATION = MethodHandles.lookup().findVarHandle(Request.class, "destination", Destination.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Event<?, ?> event;
    private final Object payload;
    private final BundleTransport sender;
    private final Caller caller;
    private final SendOptions options;
    private final EventMeter meter;
    private volatile Destination destination;
    private long begunNs;
    private long dueMs;
    private boolean watched;
    private boolean shared;

    /** Nothing but stores, so that all of them are part of the making. */
    private Request(Event<?, ?> event, Object payload, BundleTransport sender, Caller caller, SendOptions options,
            EventMeter meter, long begunNs) {
        this.event = event;
        this.payload = payload;
        this.sender = sender;
        this.caller = caller;
        this.options = options;
        this.meter = meter;
        this.begunNs = begunNs;
    }

    /** One that begins now; the meter counts it. */
    static Request begun(Event<?, ?> event, Object payload, BundleTransport sender, Caller caller, SendOptions options,
            EventMeter meter) {
        long begunNs = meter.begin();
        return new Request(event, payload, sender, caller, options, meter, begunNs);
    }

    /** One that the meter, if there is one, counts from {@link #begin} on. */
    static Request of(Event<?, ?> event, Object payload, BundleTransport sender, SendOptions options,
            EventMeter meter) {
        return new Request(event, payload, sender, sender.caller(), options, meter, EventMeter.UNTIMED);
    }

    /** Before it can end. */
    void begin() {
        begunNs = meter.begin();
    }

    /** The same request as its handler defines the event: of the same sender and due at the same time. */
    Request as(Destination chosen) {
        Object carried = sender.router().hops().carry(this, chosen);
        Request same = of(chosen.event(), carried, sender, options, null);
        same.dueMs = dueMs();
        same.share();
        same.goTo(chosen);
        return same;
    }

    /** The same request as its handler defines the event: it ends this one, and is given up with it. */
    Request hopTo(Destination chosen) {
        Request hop = as(chosen);
        hop.whenComplete((answer, failure) -> {
            if (failure == null) {
                sender.router().hops().carryBack(answer, hop.event, this);
            } else {
                failWith(failure);
            }
        });
        onCancel(() -> hop.giveUp(failure()));
        return hop;
    }

    Caller caller() {
        return caller;
    }

    BundleTransport sender() {
        return sender;
    }

    SendOptions options() {
        return options;
    }

    /** True once: when it is to be watched from now on. One after the other asks. */
    boolean beginWatch() {
        boolean first = !watched;
        watched = true;
        shared = true;
        return first;
    }

    /** Before others than the sending thread may end it. */
    void share() {
        shared = true;
    }

    /** Whether others than the sending thread may end it. */
    boolean isShared() {
        return shared;
    }

    /** Where it was handed to, or null. */
    Destination destination() {
        return destination;
    }

    /** Release only: who must see it finds the request under a lock that is taken afterwards. */
    void goTo(Destination chosen) {
        DESTINATION.setRelease(this, chosen);
    }

    @Override
    void timeOut() {
        giveUp(TransportException.of(ErrorCode.TIMEOUT,
                "an answer was required within " + timeoutMs() + " ms and none came", event.name()));
    }

    void cancel() {
        giveUp(TransportException.of(ErrorCode.CANCELLED, "the caller cancelled the request", event.name()));
    }

    @Override
    public Event<?, ?> event() {
        return event;
    }

    @Override
    public Object payload() {
        return payload;
    }

    @Override
    public RequestContext context() {
        return this;
    }

    /**
     * When its time is up, by the wheel's clock. The first to ask fixes it; two who ask at once fix it within a tick of
     * each other.
     */
    @Override
    long dueMs() {
        if (dueMs == 0) {
            dueMs = sender.router().deadlines().nowMs() + timeoutMs();
        }
        return dueMs;
    }

    /** From 1, so that no deadline reads as unset, to what can be added to a time. */
    private long timeoutMs() {
        return Math.max(1, Math.min(LONGEST_MS, TimeUnit.MILLISECONDS.convert(options.timeout())));
    }

    private long remainingMs() {
        return sender.router().deadlines().untilMs(dueMs());
    }

    @Override
    public long deadlineMs() {
        return sender.router().deadlines().wallMs(dueMs());
    }

    @Override
    public void reply(Object response) {
        if (response == null) {
            replyWithNothing();
        } else {
            endWith(response);
        }
    }

    private void replyWithNothing() {
        if (!event.isNotification() && event.responseType() != Void.class && !event.isUntyped()) {
            fail(TransportException.of(ErrorCode.NO_RESPONSE, "an answer of type "
                    + event.responseType().getTypeName() + " was required and the handler gave null", event.name()));
        } else {
            endWith(null);
        }
    }

    /** The same, by whoever called the handler, once it has returned. */
    void answer(Object response) {
        if (shared || response == null || !endHere(response)) {
            reply(response);
        } else {
            meter.ended(null, begunNs);
            completeFuture();
        }
    }

    @Override
    public void fail(TransportException failure) {
        endBy(failure);
    }

    /** Ends it with whatever a handler threw; a transport's own failure is passed on as it is. */
    void failWith(Throwable thrown) {
        fail(thrown instanceof TransportException failure ? failure : TransportException.of(ErrorCode.INTERNAL_ERROR,
                "the handler of " + event + " failed: " + thrown, event.name(), null, thrown));
    }

    @Override
    void select(Predicate<Request> chosen, List<Request> found) {
        if (chosen.test(this)) {
            found.add(this);
        }
    }

    @Override
    void ended(TransportException failure) {
        if (meter != null) {
            meter.ended(failure == null ? null : failure.code(), begunNs);
        }
        leaveWheel();
    }

    /** A caller is about to block: it may do some of the work that its answer needs. */
    @Override
    void help() {
        Destination chosen = destination;
        if (chosen != null && !isDone()) {
            chosen.help(this);
        }
    }

    @Override
    public CompletionStage<Object> outcome() {
        return this;
    }

    void whenEnded(Runnable action) {
        future().whenComplete((value, failure) -> action.run());
    }

    @Override
    public Optional<PluginIdentity> plugin() {
        return caller.identity();
    }

    @Override
    public Duration remaining() {
        return isDone() ? Duration.ZERO : Duration.ofMillis(Math.max(0, remainingMs()));
    }

    @Override
    public boolean isCancelled() {
        return isGivenUp();
    }

    @Override
    public void onCancel(Runnable action) {
        future().whenComplete((value, failure) -> {
            if (isCancelled()) {
                action.run();
            }
        });
    }
}
