// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;

/** How an event's definition reads in messages. */
final class Signature {
    private Signature() {
    }

    static String of(Event<?, ?> event) {
        return event.name() + "(" + event.requestType().getTypeName() + ") -> " + event.responseType().getTypeName();
    }
}
