// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.RecordView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/** The requests that wait for one generation of a plugin, and how its answers end them. Thread-safe. */
final class PluginAnswers implements Answers {
    private static final VarHandle ANSWERING;

    static {
        try {
            ANSWERING = MethodHandles.lookup().findVarHandle(PluginAnswers.class, "answering", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final PendingRequests pending;
    private final HeldKey key;
    private final Payloads payloads;
    private final TypeBytes types;
    private final PluginFailures failures;
    private final LongAdder late;
    /** The reader is within an answer: set before that is taken out, so that whoever finds none left looks at this. */
    private boolean answering;

    PluginAnswers(HeldKey key, Payloads payloads, TypeBytes types, PluginFailures failures, LongAdder late) {
        this.pending = new PendingRequests(PendingRequests.MOST, late);
        this.late = late;
        this.key = key;
        this.payloads = payloads;
        this.types = types;
        this.failures = failures;
    }

    /** What requests fail with. */
    PluginFailures failures() {
        return failures;
    }

    /** From now on an answer may come: its correlation, or {@link PendingRequests#FULL}. */
    long expect(Exchange exchange) {
        return pending.add(exchange);
    }

    /** The request was not sent. */
    void withdraw(long correlation) {
        pending.withdraw(correlation);
    }

    /** Ends the request that a record answers. By the channel's reader. */
    void take(int type, long correlation, RecordView payload) {
        ANSWERING.setRelease(this, true);
        try {
            Exchange exchange = pending.take(correlation);
            if (exchange != null) {
                end(exchange, type, payload.copy());
            }
        } finally {
            ANSWERING.setRelease(this, false);
        }
    }

    @Override
    public void end(Exchange exchange, int type, byte[] payload) {
        PluginKey now = key.key();
        if (!now.mayHandle(exchange.event().name()) && !failures.isEnding()) { // else it answered before its key died
            exchange.fail(failures.refused(exchange.event().name(), now));
        } else if (type == RecordType.RESPONSE) {
            reply(exchange, payload);
        } else if (type == RecordType.NO_RESPONSE && exchange.event().responseType() == Void.class) {
            exchange.reply(null);
        } else {
            exchange.fail(type == RecordType.FAILED ? failures.told(exchange, payload)
                    : failures.unanswered(exchange, type));
        }
    }

    private void reply(Exchange exchange, byte[] payload) {
        try {
            byte[] content = types.isEmpty() ? payload : types.unmark(exchange.event().name(), payload);
            if (exchange instanceof PluginEnvelope envelope) {
                envelope.answer(content, this::replyDecoded);
            } else {
                exchange.reply(payloads.decode(exchange.event(), content));
            }
        } catch (TransportException e) {
            exchange.fail(failures.misread(exchange, e));
        }
    }

    private void replyDecoded(Exchange item, byte[] content) {
        if (item.isDone()) {
            late.increment(); // others of its envelope are waited for
            return;
        }
        try {
            item.reply(payloads.decode(item.event(), content));
        } catch (TransportException e) {
            item.fail(failures.misread(item, e));
        }
    }

    /** Whether no caller waits any more, and the last answer was handed over. */
    boolean isEmpty() {
        return pending.isEmpty() && !(boolean) ANSWERING.getAcquire(this);
    }

    /** Ends what the plugin will never answer. */
    void failAll() {
        pending.failAll(exchange -> failures.over(exchange.event()));
    }
}
