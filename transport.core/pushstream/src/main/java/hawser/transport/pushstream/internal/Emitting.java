// SPDX-License-Identifier: Apache-2.0
package hawser.transport.pushstream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.StreamContext;
import hawser.transport.TransportException;
import org.osgi.util.pushstream.PushEvent;
import org.osgi.util.pushstream.PushEventConsumer;

/**
 * Brings the events of a push stream to a stream's consumer.
 *
 * @param <T> the type of the items
 */
final class Emitting<T> implements PushEventConsumer<T> {
    private final StreamContext<T> stream;

    Emitting(StreamContext<T> stream) {
        this.stream = stream;
    }

    @Override
    public long accept(PushEvent<? extends T> event) {
        return switch (event.getType()) {
            case DATA -> emit(event.getData());
            case ERROR -> {
                stream.error(failure(event.getFailure()));
                yield ABORT;
            }
            case CLOSE -> {
                stream.end();
                yield ABORT;
            }
        };
    }

    /** When there was no room in time, the stream has ended with that. */
    private long emit(T item) {
        if (stream.isCancelled()) {
            return ABORT;
        }
        try {
            stream.emit(item);
            return CONTINUE;
        } catch (TransportException e) {
            stream.error(e);
            return ABORT;
        }
    }

    private TransportException failure(Throwable thrown) {
        return thrown instanceof TransportException known ? known : TransportException.of(ErrorCode.INTERNAL_ERROR,
                "the push stream of " + stream.event() + " failed: " + thrown, stream.event().name(), null, thrown);
    }
}
