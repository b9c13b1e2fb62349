// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What became of one event's requests since the router started. Each value is that of the moment at which it is asked
 * for. Thread-safe.
 */
@ProviderType
public interface EventStatistics {
    /** {@return the event's name} */
    String event();

    /** {@return how many requests were made, refused ones too; exact} */
    long begun();

    /** {@return how many were answered, or, for a notification, accepted; exact} */
    long answered();

    /** {@return how many failed, by code; exact} */
    Map<ErrorCode, Long> failures();

    /** {@return how many have not ended; never negative, and too many by those that end while it looks} */
    long inFlight();

    /** {@return how many were timed: one in 64} */
    long timed();

    /**
     * {@return how many of the timed requests took no longer than that; those that took up to an eighth less may be
     * missing. What it grows by tells of the requests between two looks}
     *
     * @param ns nanoseconds
     */
    long timedWithin(long ns);

    /**
     * {@return how long requests took, from sending to their end, in nanoseconds; 0 if none was timed}
     *
     * @param percent of the timed requests that took no longer, from 0 to 100; too long by an eighth at most
     * @throws IllegalArgumentException if it is outside of that
     */
    long latencyNs(double percent);
}
