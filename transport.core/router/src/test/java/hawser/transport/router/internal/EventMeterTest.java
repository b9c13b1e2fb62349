// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.EventStatistics;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class EventMeterTest {
    private static final int THREADS = 8;
    private static final int EACH = 6_400;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final EventMeter meter = new EventMeter("a:b:c");

    @Test
    void shouldCountEachRequestOfManyThreadsAndTimeOneIn64() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(() -> LongStream.range(0, EACH)
                    .forEach(i -> meter.ended(i % 8 == 0 ? ErrorCode.TIMEOUT : null, meter.begin()))));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(THREADS * EACH, meter.begun());
        assertEquals(THREADS * EACH / 8 * 7, meter.answered());
        assertEquals(Map.of(ErrorCode.TIMEOUT, (long) THREADS * EACH / 8), meter.failures());
        assertEquals(0, meter.inFlight());
        assertEquals(THREADS * EACH / 64, meter.timed(), THREADS + 1, "each count times its first");
    }

    @Test
    void shouldCountOnWhenTheThreadThatCountedFirstIsGone() throws InterruptedException {
        WeakReference<Thread> first = new WeakReference<>(countOnAnotherThread());
        long begin = System.nanoTime();
        while (!first.refersTo(null) && System.nanoTime() - begin < PATIENCE_NS) {
            System.gc();
        }
        assertTrue(first.refersTo(null));

        countOnAnotherThread();
        meter.ended(null, meter.begin());

        assertEquals(3, meter.begun());
        assertEquals(3, meter.answered());
    }

    private Thread countOnAnotherThread() throws InterruptedException {
        Thread thread = new Thread(() -> meter.ended(null, meter.begin()));
        thread.start();
        thread.join();
        return thread;
    }

    @Test
    void shouldTellWhatHasNotEnded() {
        long open = meter.begin();
        meter.ended(null, meter.begin());

        assertEquals(1, meter.inFlight());
        meter.ended(ErrorCode.CANCELLED, open);
        assertEquals(0, meter.inFlight());
    }

    @Property
    void shouldTellALatencyThatIsTooLongByAnEighthAtMost(@ForAll @LongRange(min = 0, max = 1L << 39) long ns) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(ns);

        long told = histogram.percentile(50);

        assertTrue(told >= ns && told <= ns + ns / 8, "ns=" + ns + " told=" + told);
    }

    @Property
    void shouldCountWhatTookNoLongerButForTheEighthInWhichTheLimitLies(
            @ForAll @LongRange(min = 0, max = 1L << 39) long ns) {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(ns);

        assertEquals(1, histogram.within(ns + ns / 8));
        assertEquals(0, histogram.within(ns - 1));
    }

    @Test
    void shouldTellPercentilesOfWhatWasRecorded() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertEquals(0, histogram.percentile(50));
        LongStream.rangeClosed(1, 7).forEach(histogram::record);
        histogram.record(Long.MAX_VALUE);
        histogram.record(-1);

        assertEquals(0, histogram.percentile(1));
        assertEquals(4, histogram.percentile(50));
        assertTrue(histogram.percentile(100) >= 1L << 40);
        assertEquals(9, histogram.recorded());
    }

    @Test
    void shouldKeepAnEventsMeterAndCountWhatNobodyEverHandledTogether() {
        Meters meters = new Meters();
        EventMeter handled = meters.of("a:b:c");

        assertEquals(handled, meters.ofUnhandled("a:b:c"));
        EventMeter unhandled = meters.ofUnhandled("x:y:z");
        unhandled.ended(ErrorCode.UNKNOWN_EVENT, unhandled.begin());

        assertEquals(List.of("a:b:c", Meters.OTHERS), meters.all().stream().map(EventStatistics::event).toList());
        assertEquals(1, meters.all().get(1).begun());
    }

    @Test
    void shouldRefuseAShareThatIsNone() {
        assertThrows(IllegalArgumentException.class, () -> meter.latencyNs(100.1));
        assertThrows(IllegalArgumentException.class, () -> meter.latencyNs(-1));
        assertThrows(IllegalArgumentException.class, () -> meter.latencyNs(Double.NaN));
    }
}
