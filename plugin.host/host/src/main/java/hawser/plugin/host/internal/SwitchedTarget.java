// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.StreamContext;
import hawser.transport.Target;
import hawser.transport.TransportException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A plugin's place in the router, through its generations: one of them takes requests, or, between two of them, they
 * wait here. Thread-safe.
 */
final class SwitchedTarget implements Target {
    /*
     * A generation that is held takes nothing, so that whoever meets it comes here for the lock. What waits goes to the
     * next generation before anybody can meet that one, and so does what comes meanwhile: order is kept, for each
     * sender. The next one may be the same again, which takes already: so all look at paused first. Who asks may do
     * anything once it is answered: without the lock.
     */
    private static final int MOST_WAITING = 1 << 16;
    /** A generation that says it is open and takes nothing has a channel that somebody else has closed. */
    private static final int ATTEMPTS = 16;

    /** Something that was asked of the plugin. */
    private interface Ask {
        /** Whether it was taken. */
        boolean giveTo(PluginTarget target);

        void fail(TransportException reason);

        Event<?, ?> event();
    }

    private record Request(Exchange exchange) implements Ask {
        @Override
        public boolean giveTo(PluginTarget target) {
            return exchange.isDone() || target.take(exchange);
        }

        @Override
        public void fail(TransportException reason) {
            exchange.fail(reason);
        }

        @Override
        public Event<?, ?> event() {
            return exchange.event();
        }
    }

    private record Stream(Event<?, ?> event, Object payload, StreamContext<Object> context) implements Ask {
        @Override
        public boolean giveTo(PluginTarget target) {
            return context.isCancelled() || target.produce(event, payload, context);
        }

        @Override
        public void fail(TransportException reason) {
            context.error(reason);
        }
    }

    private volatile PluginTarget current;
    private final Queue<Ask> waiting = new ArrayDeque<>();
    private volatile boolean paused;

    SwitchedTarget(PluginTarget first) {
        current = first;
    }

    @Override
    public String name() {
        return current.name();
    }

    @Override
    public List<Event<?, ?>> events() {
        return current.events();
    }

    @Override
    public List<Event<?, ?>> streams() {
        return current.streams();
    }

    @Override
    public void accept(Exchange exchange) {
        if (paused || !current.take(exchange)) {
            settle(new Request(exchange));
        }
    }

    /** In order: when one is not taken, none after it is. */
    @Override
    public void acceptAll(List<Exchange> exchanges) {
        (paused ? exchanges : current.takeAll(exchanges)).forEach(exchange -> settle(new Request(exchange)));
    }

    @Override
    public void produce(Event<?, ?> event, Object payload, StreamContext<Object> stream) {
        if (paused || !current.produce(event, payload, stream)) {
            settle(new Stream(event, payload, stream));
        }
    }

    /** What the current generation did not take waits, or goes to the one that has followed; else it fails. */
    private void settle(Ask ask) {
        PluginTarget refusing = null; // the one that can say why
        for (int i = 0; i < ATTEMPTS || refusing != current; i++) {
            if (keep(ask)) {
                return;
            }
            refusing = current;
            if (give(ask, refusing)) {
                return;
            }
        }
        ask.fail(refusing.failures().over(ask.event()));
    }

    /** Whether it was taken, even if only to fail. */
    private static boolean give(Ask ask, PluginTarget target) {
        try {
            return ask.giveTo(target);
        } catch (RuntimeException | Error e) {
            ask.fail(target.failures().notSent(ask.event(), e));
            return true;
        }
    }

    /** Whether it waits, or is one too many to. */
    private boolean keep(Ask ask) {
        synchronized (this) {
            if (!paused || waiting.size() < MOST_WAITING) {
                return paused && waiting.add(ask);
            }
        }
        ask.fail(TransportException.of(ErrorCode.BACK_PRESSURED, "at most " + MOST_WAITING + " requests may wait "
                + "for the next generation of " + name() + " and that many do; send less at a time",
                ask.event().name()));
        return true;
    }

    @Override
    public void help(Exchange exchange) {
        current.help(exchange);
    }

    /** Whether it handles what the current generation does. */
    boolean mayGoOnWith(PluginTarget next) {
        return next.handlesAsMuchAs(current);
    }

    /** From now on requests wait; all that were taken are committed when this returns. */
    void pause() {
        synchronized (this) {
            paused = true;
        }
        current.hold();
    }

    /** Hands what waits, and all that comes, to the next generation, or to the same again. One control thread. */
    void resume(PluginTarget next) {
        try {
            next.open();
        } finally {
            boolean waits = true;
            for (int given = 0; waits && given < MOST_WAITING; given++) {
                waits = giveFirst(next);
            }
            endPause(next);
        }
    }

    /** Whether one waited; none does from now on, if not. */
    private boolean giveFirst(PluginTarget next) {
        Ask first;
        synchronized (this) {
            first = waiting.poll();
            if (first == null) {
                current = next;
                paused = false;
                return false;
            }
        }
        if (!give(first, next)) {
            first.fail(next.failures().over(first.event()));
        }
        return true;
    }

    /** Requests that come faster than they are handed over meet the lock. */
    private synchronized void endPause(PluginTarget next) {
        boolean waits = paused;
        while (waits) {
            waits = giveFirst(next);
        }
    }

    /** There is no next generation: what waits, and all that comes, fails. */
    void end() {
        List<Ask> left;
        synchronized (this) {
            paused = false;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(ask -> ask.fail(current.failures().over(ask.event())));
    }
}
