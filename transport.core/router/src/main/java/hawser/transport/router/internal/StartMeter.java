// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;

/** Counts the start of a stream, from its subscription on: one that nobody subscribes to has not begun. */
final class StartMeter implements Meter {
    private final EventMeter event;
    private volatile Meter begun;

    StartMeter(EventMeter event) {
        this.event = event;
    }

    /** Once, before it can end. */
    void begin() {
        begun = event.begin();
    }

    @Override
    public void ended(ErrorCode code) {
        begun.ended(code);
    }
}
