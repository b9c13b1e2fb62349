// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/**
 * The batching of one event for one sender, as it was when it was asked for.
 *
 * @param event its name
 * @param owner whose requests are gathered
 * @param options how
 * @param waiting how many requests wait for their envelope
 * @param underWay how many envelopes have not ended
 * @param envelopes how many envelopes were sent
 * @param requests how many requests were gathered
 * @param merged how many of them were not executed, since they were shared or superseded
 */
public record BatchInfo(String event, String owner, BatchOptions options, int waiting, int underWay, long envelopes,
        long requests, long merged) {
    /** Checks that nothing is null. */
    public BatchInfo {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(options, "options");
    }
}
