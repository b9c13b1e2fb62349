// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/** How an event is batched and streamed. Immutable: each {@code with…} returns another. Thread-safe. */
public final class EventOptions {
    private static final EventOptions DEFAULTS = new EventOptions(BatchOptions.off(), StreamOptions.defaults());

    private final BatchOptions batch;
    private final StreamOptions stream;

    private EventOptions(BatchOptions batch, StreamOptions stream) {
        this.batch = Objects.requireNonNull(batch, "batch");
        this.stream = Objects.requireNonNull(stream, "stream");
    }

    /** {@return options without batching, and with a stream's defaults} */
    public static EventOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same with requests batched so}
     *
     * @param options how requests are batched
     */
    public EventOptions withBatch(BatchOptions options) {
        return new EventOptions(options, stream);
    }

    /**
     * {@return the same with streams buffered so}
     *
     * @param options how streams are buffered
     */
    public EventOptions withStream(StreamOptions options) {
        return new EventOptions(batch, options);
    }

    /** {@return how requests are batched} */
    public BatchOptions batch() {
        return batch;
    }

    /** {@return how streams are buffered} */
    public StreamOptions stream() {
        return stream;
    }
}
