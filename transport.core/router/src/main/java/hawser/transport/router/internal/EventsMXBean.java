// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import java.util.List;
import java.util.Map;

/** What became of each event's requests, for JMX: {@code hawser.transport:type=Events}. */
public interface EventsMXBean {
    /** {@return one row for each event that was ever handled, and one for all others} */
    List<Row> getEvents();

    /** One event's figures at the moment they were asked for. */
    interface Row {
        /** {@return the event's name} */
        String getName();

        /** {@return how many requests were made} */
        long getBegun();

        /** {@return how many were answered or accepted} */
        long getAnswered();

        /** {@return how many failed, by code} */
        Map<String, Long> getFailures();

        /** {@return how many have not ended} */
        long getInFlight();

        /** {@return how many were timed} */
        long getTimed();

        /** {@return what half of the timed ones did not exceed, in nanoseconds} */
        long getP50Ns();

        /** {@return what 99 of 100 timed ones did not exceed, in nanoseconds} */
        long getP99Ns();
    }
}
