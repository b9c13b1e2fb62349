// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a caller may say about one request. Immutable: each {@code with…} returns another. Thread-safe. */
public final class SendOptions {
    private static final SendOptions DEFAULTS = new SendOptions(Duration.ofSeconds(10), null, false);

    private final Duration timeout;
    private final Cancellation cancellation;
    private final boolean immediate;

    private SendOptions(Duration timeout, Cancellation cancellation, boolean immediate) {
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.cancellation = cancellation;
        this.immediate = immediate;
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("a request's timeout must be positive: timeout=" + timeout);
        }
    }

    /** {@return a deadline of 10 s, batched if the event is} */
    public static SendOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same with another deadline}
     *
     * @param value how long queue, transport and handler together may take
     */
    public SendOptions withTimeout(Duration value) {
        return new SendOptions(value, cancellation, immediate);
    }

    /**
     * {@return the same, to be cancelled so}
     *
     * @param value cancels this request
     */
    public SendOptions withCancellation(Cancellation value) {
        return new SendOptions(timeout, Objects.requireNonNull(value, "cancellation"), immediate);
    }

    /** {@return the same, without waiting for a batch} */
    public SendOptions withoutBatch() {
        return new SendOptions(timeout, cancellation, true);
    }

    /** {@return how long queue, transport and handler together may take} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return what cancels the request} */
    public Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancellation);
    }

    /** {@return whether it is sent at once although its event is batched} */
    public boolean isImmediate() {
        return immediate;
    }
}
