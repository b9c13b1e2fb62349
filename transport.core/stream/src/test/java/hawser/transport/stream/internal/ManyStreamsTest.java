// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.StreamController;
import hawser.transport.StreamListener;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Streams beside each other: each has its own credit, order and end. */
class ManyStreamsTest {
    private static final int STREAMS = 1_000;
    private static final int ITEMS = 200;

    private final Fixture fixture = new Fixture();
    private final CountDownLatch ended = new CountDownLatch(STREAMS);

    /** Takes what comes, and tells of a gap. */
    private final class InSequence implements StreamListener<Integer> {
        private int next;

        @Override
        public void onData(Integer item) {
            assertEquals(next++, item);
        }

        @Override
        public void onError(TransportException failure) {
            throw failure;
        }

        @Override
        public void onEnd() {
            if (next == ITEMS) {
                ended.countDown();
            }
        }
    }

    @Test
    void shouldBringAThousandStreamsToTheirEndsWhileOneConsumerStandsStill() throws InterruptedException {
        Streams.Producer<Integer> counting = context -> {
            for (int i = 0; i < ITEMS; i++) {
                context.emit(i);
            }
        };
        CountDownLatch goOn = new CountDownLatch(1);
        Recorder slow = new Recorder() {
            @Override
            public void onNext(Integer item) {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.onNext(item);
            }
        };
        try (fixture) {
            fixture.stream(4, BackPressure.BUFFER, counting).subscribe(slow);
            slow.request(Long.MAX_VALUE);
            List<StreamController> controllers = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                controllers.add(fixture.stream(16, BackPressure.BUFFER, counting).listen(new InSequence()));
            }

            ended.await();
            assertTrue(slow.signals.isEmpty());
            assertEquals(1, fixture.pool.list().size());
            assertEquals(STREAMS, controllers.stream().map(StreamController::id).distinct().count());
            goOn.countDown();
            for (int i = 0; i < ITEMS; i++) {
                slow.assertNext(i);
            }
            slow.assertNext(Recorder.COMPLETED);
        }
    }
}
