// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.Event;
import hawser.transport.Exchange;
import hawser.transport.Target;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * An event of a target that some other bundle knows how to reach. The target sees the event as its caller defined it,
 * and encodes what is not bytes already.
 */
final class TargetDestination extends Destination {
    private final Target target;

    TargetDestination(Target target, Event<?, ?> event) {
        super(event, target.name());
        this.target = target;
    }

    @Override
    void begin(Request request) {
        target.accept(asHandled(request));
    }

    /** It keeps their order itself. */
    @Override
    boolean takesTogether() {
        return true;
    }

    @Override
    void beginAll(List<Request> requests) {
        boolean asSent = !requests.get(0).event().isUntyped(); // all are of one event
        target.acceptAll(asSent ? Collections.unmodifiableList(requests)
                : requests.stream().<Exchange>map(this::asHandled).toList());
    }

    private Request asHandled(Request request) {
        return isBytesWithoutType(request) ? request.hopTo(this) : request;
    }

    /** Whoever sends bytes without a type to a target that takes bytes gets bytes, not what they might stand for. */
    private boolean isBytesWithoutType(Request request) {
        boolean bytes = request.payload() instanceof byte[] || request.payload() instanceof ByteBuffer;
        return bytes && request.event().isUntyped() && event().requestType() == byte[].class;
    }

    @Override
    void help(Request request) {
        target.help(request);
    }
}
