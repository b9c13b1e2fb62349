// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginHost;
import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class MessagesCheckTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final EventStatistics OTHERS = new Sent("others");

    private static final class Sent implements EventStatistics {
        private final String event;
        private long begun;
        private long failed;
        private long answered;

        Sent(String event) {
            this.event = event;
        }

        @Override
        public String event() {
            return event;
        }

        @Override
        public long begun() {
            return begun;
        }

        @Override
        public long answered() {
            return answered;
        }

        @Override
        public Map<ErrorCode, Long> failures() {
            return failed == 0 ? Map.of() : Map.of(ErrorCode.TIMEOUT, failed);
        }

        @Override
        public long inFlight() {
            return 0;
        }

        @Override
        public long timed() {
            return 0;
        }

        @Override
        public long timedWithin(long ns) {
            return 0;
        }

        @Override
        public long latencyNs(double percent) {
            return 0;
        }
    }

    private final Sent sent = new Sent("some:event:sent");
    private final EventCatalog catalog = SomeParts.giving(EventCatalog.class, "statistics", List.of(sent, OTHERS));
    private Map<String, Long> large = Map.of();
    private final PluginHost host = SomeParts.giving(PluginHost.class, Map.of("largeRequests", () -> large));
    private long nowNs;
    private final MessagesCheck check =
            new MessagesCheck(new SomeParts(Optional.empty(), Optional.of(catalog), Optional.of(host)), () -> nowNs);

    private Result lookAfter(long ns) {
        nowNs += ns;
        return check.execute();
    }

    @Test
    void shouldTellEverybodyOfAFailureWhoLooksWithinTheWindow() {
        lookAfter(SECOND_NS);
        sent.failed = 3;

        Result first = lookAfter(SECOND_NS);
        Result second = lookAfter(SECOND_NS);

        assertEquals(Result.Status.WARN, first.getStatus());
        assertEquals(Result.Status.WARN, second.getStatus());
        assertTrue(second.toString().contains("3 requests of some:event:sent ended with TIMEOUT in the last 3 s"),
                second.toString());
    }

    @Test
    void shouldForgetAFailureWhenItIsOlderThanTwoWindows() {
        sent.failed = 3;
        assertEquals(Result.Status.WARN, lookAfter(SECOND_NS).getStatus());

        lookAfter(MessagesCheck.WINDOW_NS);

        assertEquals(Result.Status.OK, lookAfter(MessagesCheck.WINDOW_NS).getStatus());
    }

    @Test
    void shouldTellOfMessagesThatNobodyReceives() {
        sent.begun = 3;
        sent.answered = 3;

        Result result = lookAfter(SECOND_NS);

        assertEquals(Result.Status.WARN, result.getStatus());
        assertTrue(result.toString().contains("3 messages of some:event:sent reached nobody"), result.toString());
    }

    @Test
    void shouldTellOfLargeRequestsUntilTheyAreOlderThanTwoWindows() {
        lookAfter(SECOND_NS);
        large = Map.of("some:event:sent", 2L);

        Result result = lookAfter(SECOND_NS);

        assertEquals(Result.Status.WARN, result.getStatus());
        assertTrue(result.toString().contains("2 requests of some:event:sent to a plugin had more than 100 KiB"),
                result.toString());
        lookAfter(MessagesCheck.WINDOW_NS);
        assertEquals(Result.Status.OK, lookAfter(MessagesCheck.WINDOW_NS).getStatus());
    }

    @Test
    void shouldTellOfAHighRateWhoeverElseLooks() {
        lookAfter(SECOND_NS);
        sent.begun = 10 * MessagesCheck.MANY;

        assertEquals(Result.Status.WARN, lookAfter(2 * SECOND_NS).getStatus());
        assertEquals(Result.Status.WARN, lookAfter(1).getStatus());
        assertEquals(Result.Status.OK, lookAfter(30 * SECOND_NS).getStatus());
    }
}
