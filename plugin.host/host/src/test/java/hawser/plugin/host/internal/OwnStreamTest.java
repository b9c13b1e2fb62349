// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** Credit, order and the one end of a stream that a plugin takes. */
class OwnStreamTest {
    /** What reached the plugin. */
    private final List<Object> told = new ArrayList<>();
    private final List<Runnable> onTheWay = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private boolean cancelled;
    private RuntimeException refusal;
    private Runnable whileDelivered = () -> { };

    private final OwnStream stream = new OwnStream(new OwnStream.Way() {
        @Override
        public RuntimeException deliver(Object item, Runnable whenSent) {
            whileDelivered.run();
            if (refusal == null) {
                told.add(item);
                onTheWay.add(whenSent);
            }
            return refusal;
        }

        @Override
        public void tell(Throwable failure) {
            told.add(failure == null ? "over" : failure.getMessage());
        }
    });
    private final Flow.Subscription producer = new Flow.Subscription() {
        @Override
        public void request(long count) {
            asked.add(count);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    };

    private void items(int count) {
        for (int i = 0; i < count; i++) {
            stream.onNext(i);
        }
    }

    private void arrive(int count) {
        for (int i = 0; i < count; i++) {
            onTheWay.remove(0).run();
        }
    }

    @Test
    void shouldAskTheProducerForWhatThePluginWantsOnly() {
        stream.onSubscribe(producer);
        assertEquals(List.of(), asked);

        stream.request(3);
        items(3);
        arrive(3);
        assertEquals(List.of(3L), asked);

        stream.request(1);
        assertEquals(List.of(3L, 1L), asked);
    }

    @Test
    void shouldKeepWhatThePluginWantsUntilThereIsAProducer() {
        stream.request(2);
        stream.request(3);

        stream.onSubscribe(producer);

        assertEquals(List.of(5L), asked);
    }

    @Test
    void shouldHaveNoMoreOnTheWayThanItMayEvenIfThePluginWantsAll() {
        stream.onSubscribe(producer);
        stream.request(Long.MAX_VALUE);
        stream.request(Long.MAX_VALUE);
        assertEquals(List.of((long) OwnStream.MOST_ON_THE_WAY), asked);

        items(OwnStream.MOST_ON_THE_WAY);
        assertEquals(1, asked.size());

        arrive(OwnStream.MOST_ON_THE_WAY);
        assertEquals(2 * OwnStream.MOST_ON_THE_WAY, asked.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void shouldIgnoreCreditThatMakesNoSense() {
        stream.onSubscribe(producer);

        stream.request(0);
        stream.request(Long.MIN_VALUE);

        assertEquals(List.of(), asked);
    }

    @Test
    void shouldEndOnceAfterItsItems() {
        stream.onSubscribe(producer);
        stream.request(2);
        items(2);

        stream.onComplete();
        stream.onError(new IllegalStateException("late"));
        stream.cancel(new IllegalStateException("too late"));
        items(1);

        assertEquals(List.of(0, 1, "over"), told);
    }

    @Test
    void shouldTellACancellationAfterTheItemThatIsBeingDelivered() {
        stream.onSubscribe(producer);
        stream.request(2);
        whileDelivered = () -> stream.cancel(new IllegalStateException("cancelled"));

        items(2);

        assertEquals(List.of(0, "cancelled"), told);
        assertTrue(cancelled);
    }

    @Test
    void shouldCancelTheProducerOfWhatThePluginCannotTake() {
        stream.onSubscribe(producer);
        stream.request(2);
        refusal = new IllegalStateException("too long");

        items(2);

        assertEquals(List.of("too long"), told);
        assertTrue(cancelled);
    }

    @Test
    void shouldNotBeginWhatIsOver() {
        stream.cancel(new IllegalStateException("cancelled"));

        stream.onSubscribe(producer);
        stream.request(5);

        assertTrue(cancelled);
        assertEquals(List.of(), asked);
        assertEquals(List.of("cancelled"), told);
    }
}
