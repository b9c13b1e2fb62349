// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.concurrent.Flow;

/**
 * One stream that a plugin takes from others: what it asks for is asked of the producer, a few at a time, so that no
 * more wait for the plugin than these. Signals come by one thread at a time, credit and a cancellation from any.
 */
final class OwnStream implements Flow.Subscriber<Object> {
    /*
     * Nobody holds the lock while an item is delivered: an inline plugin runs then, on this thread. So an end that
     * comes meanwhile from another thread is left for this one to tell, and nothing overtakes it.
     */
    static final int MOST_ON_THE_WAY = 16;

    /** Brings the plugin what it is due. */
    interface Way {
        /** Null if it will arrive, else why not; the action is run when it has left. */
        RuntimeException deliver(Object item, Runnable whenSent);

        /** Once; null if the stream ended by itself. */
        void tell(Throwable failure);
    }

    private final Way way;
    private Flow.Subscription subscription;
    /** What the plugin has asked for, and the producer has not been. */
    private long wanted;
    /** What the producer has been asked for, and has not left for the plugin. */
    private int onTheWay;
    private boolean delivering;
    private boolean over;
    /** Tells the end, once nobody delivers. */
    private Runnable end;

    OwnStream(Way way) {
        this.way = way;
    }

    /** The plugin wants so many more. */
    void request(long count) {
        synchronized (this) {
            wanted = count > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + Math.max(count, 0);
        }
        pull();
    }

    private void pull() {
        Flow.Subscription producer;
        int count;
        synchronized (this) {
            count = (int) Math.min(wanted, MOST_ON_THE_WAY - onTheWay);
            if (subscription == null || over || count == 0 || count < Math.min(wanted, MOST_ON_THE_WAY / 2)) {
                return;
            }
            producer = subscription;
            wanted -= wanted == Long.MAX_VALUE ? 0 : count;
            onTheWay += count;
        }
        producer.request(count);
    }

    @Override
    public void onSubscribe(Flow.Subscription its) {
        boolean wantsNone;
        synchronized (this) {
            wantsNone = over || subscription != null;
            subscription = wantsNone ? subscription : its;
        }
        if (wantsNone) {
            its.cancel();
        } else {
            pull();
        }
    }

    @Override
    public void onNext(Object item) {
        synchronized (this) {
            if (over) {
                return;
            }
            delivering = true;
        }
        RuntimeException refused = way.deliver(item, this::sent);
        if (refused != null) {
            cancel(refused);
        }
        Runnable due;
        synchronized (this) {
            delivering = false;
            due = end;
            end = null;
        }
        if (due != null) {
            due.run();
        }
    }

    private void sent() {
        synchronized (this) {
            onTheWay--;
        }
        pull();
    }

    @Override
    public void onError(Throwable thrown) {
        finish(thrown);
    }

    @Override
    public void onComplete() {
        finish(null);
    }

    /** The producer is told, and the plugin that this is why it ended; not if it has ended. */
    void cancel(Throwable reason) {
        Flow.Subscription producer;
        synchronized (this) {
            producer = over ? null : subscription;
        }
        finish(reason);
        if (producer != null) {
            producer.cancel();
        }
    }

    private void finish(Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (delivering) {
                end = () -> way.tell(failure);
                return;
            }
        }
        way.tell(failure);
    }
}
