// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/**
 * One request of an envelope.
 *
 * @param payload the caller's own object: do not change it; null for an event without payload
 * @param context who asks, until when, and whether it was cancelled
 * @param <Q> the type of the payload
 */
public record BatchItem<Q>(Q payload, RequestContext context) {
    /** Checks that there is a context. */
    public BatchItem {
        Objects.requireNonNull(context, "context");
    }
}
