// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Objects;

/** How an event is batched, streamed and encoded. Immutable: each {@code with…} returns another. Thread-safe. */
public final class EventOptions {
    private static final EventOptions DEFAULTS =
            new EventOptions(BatchOptions.off(), StreamOptions.defaults(), Codec.JSON);

    private final BatchOptions batch;
    private final StreamOptions stream;
    private final String mediaType;

    private EventOptions(BatchOptions batch, StreamOptions stream, String mediaType) {
        this.batch = Objects.requireNonNull(batch, "batch");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.mediaType = Objects.requireNonNull(mediaType, "mediaType");
    }

    /** {@return options without batching, with a stream's defaults, encoded as JSON} */
    public static EventOptions defaults() {
        return DEFAULTS;
    }

    /**
     * {@return the same with requests batched so}
     *
     * @param options how requests are batched
     */
    public EventOptions withBatch(BatchOptions options) {
        return new EventOptions(options, stream, mediaType);
    }

    /**
     * {@return the same with streams buffered so}
     *
     * @param options how streams are buffered
     */
    public EventOptions withStream(StreamOptions options) {
        return new EventOptions(batch, options, mediaType);
    }

    /**
     * {@return the same with payloads encoded so, where they leave this Java}
     *
     * @param type the media type of a {@link Codec}, such as {@code application/cbor}
     */
    public EventOptions withMediaType(String type) {
        return new EventOptions(batch, stream, type);
    }

    /** {@return how requests are batched} */
    public BatchOptions batch() {
        return batch;
    }

    /** {@return the media type of its payloads where they leave this Java} */
    public String mediaType() {
        return mediaType;
    }

    /** {@return how streams are buffered} */
    public StreamOptions stream() {
        return stream;
    }
}
