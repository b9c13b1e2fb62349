// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What a caller may say about one request. Immutable: each {@code with…} returns another. Thread-safe. */
public final class SendOptions {
    private static final SendOptions DEFAULTS = new SendOptions(Duration.ofSeconds(10), null, false, null);

    private final Duration timeout;
    private final Cancellation cancellation;
    private final boolean immediate;
    private final Duration idleTimeout;

    private SendOptions(Duration timeout, Cancellation cancellation, boolean immediate, Duration idleTimeout) {
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.cancellation = cancellation;
        this.immediate = immediate;
        this.idleTimeout = idleTimeout;
        requirePositive("timeout", timeout);
        if (idleTimeout != null) {
            requirePositive("idleTimeout", idleTimeout);
        }
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("a request's timeout must be positive: " + what + "=" + value);
        }
    }

    /** {@return a deadline of 10 s, batched if the event is} */
    public static SendOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same with another deadline}
     *
     * @param value how long queue, transport and handler together may take; kept to the tick of the clock that all
     *     deadlines share, 10 ms
     * @throws IllegalArgumentException if it is not positive
     */
    public SendOptions withTimeout(Duration value) {
        return new SendOptions(value, cancellation, immediate, idleTimeout);
    }

    /**
     * {@return the same, to be cancelled so}
     *
     * @param value cancels this request, and every other that it is given to; if it has cancelled already, at once
     */
    public SendOptions withCancellation(Cancellation value) {
        return new SendOptions(timeout, Objects.requireNonNull(value, "cancellation"), immediate, idleTimeout);
    }

    /** {@return the same, without waiting for a batch} */
    public SendOptions withoutBatch() {
        return new SendOptions(timeout, cancellation, true, idleTimeout);
    }

    /**
     * {@return the same, for a stream that ends with {@link ErrorCode#TIMEOUT} when nothing moves in it}
     *
     * @param value how long no item may reach the consumer, from the subscription on; found out up to a quarter of it
     *     later
     * @throws IllegalArgumentException if it is not positive
     */
    public SendOptions withIdleTimeout(Duration value) {
        return new SendOptions(timeout, cancellation, immediate, Objects.requireNonNull(value, "idleTimeout"));
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

    /** {@return how long no item may reach a stream's consumer; without a value, for ever} */
    public Optional<Duration> idleTimeout() {
        return Optional.ofNullable(idleTimeout);
    }
}
