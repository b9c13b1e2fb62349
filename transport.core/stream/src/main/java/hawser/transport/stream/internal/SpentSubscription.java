// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import java.util.concurrent.Flow;

/** The subscription of one who came too late: it does nothing. */
final class SpentSubscription implements Flow.Subscription {
    @Override
    public void request(long count) {
        // Nothing will come.
    }

    @Override
    public void cancel() {
        // Nothing is under way.
    }
}
