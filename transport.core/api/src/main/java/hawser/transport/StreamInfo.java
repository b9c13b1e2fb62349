// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * One running stream, as it was when it was asked for.
 *
 * @param id of the stream
 * @param event its event's name
 * @param consumer who takes the items
 * @param producer who makes them
 * @param credit how many items the consumer has asked for and not got; {@link Long#MAX_VALUE} if it wants all
 * @param buffered how many items wait for the consumer
 * @param delivered how many items it got
 * @param dropped how many items were discarded because the buffer was full
 * @param age since it began
 */
public record StreamInfo(long id, String event, String consumer, String producer, long credit, long buffered,
        long delivered, long dropped, Duration age) {
    /** Checks that nothing is null. */
    public StreamInfo {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(producer, "producer");
        Objects.requireNonNull(age, "age");
    }
}
