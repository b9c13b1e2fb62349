// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;
import java.util.Optional;

/** How one request of an envelope ended. Immutable. */
public final class BatchResult<R> {
    private final R value;
    private final TransportException failure;

    private BatchResult(R value, TransportException failure) {
        this.value = value;
        this.failure = failure;
    }

    /**
     * {@return an answer}
     *
     * @param value null only if the event's response is {@code Void}
     */
    public static <R> BatchResult<R> of(R value) {
        return new BatchResult<>(value, null);
    }

    /**
     * {@return a failure, which is that of this one request}
     *
     * @param failure what its caller gets
     */
    public static <R> BatchResult<R> failed(TransportException failure) {
        return new BatchResult<>(null, Objects.requireNonNull(failure, "failure"));
    }

    /** {@return the answer, if there is one} */
    public Optional<R> value() {
        return Optional.ofNullable(value);
    }

    /** {@return the failure, if it failed} */
    public Optional<TransportException> failure() {
        return Optional.ofNullable(failure);
    }
}
