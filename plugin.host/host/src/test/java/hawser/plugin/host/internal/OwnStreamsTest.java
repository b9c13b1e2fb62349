// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import hawser.transport.BoundTransport;
import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transports;
import hawser.transport.channel.RecordType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that a plugin takes, whose records are not trusted. */
class OwnStreamsTest {
    private static final byte[] ASKED = asked("other:one:streamed");

    private final FullChannel plugin = new FullChannel();
    private Codec codec;
    private final List<Flow.Subscriber<Object>> producers = new ArrayList<>();
    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    private final BoundTransport transport = FullChannel.as(BoundTransport.class,
            (method, arguments) -> method.equals("stream") ? (Flow.Publisher<Object>) this::begin : null);
    private final PluginKey aKey = FullChannel.as(PluginKey.class, (method, arguments) -> true);
    private final PluginKeyManager keys = FullChannel.as(PluginKeyManager.class, (method, arguments) -> {
        if (method.equals("requestKey")) {
            ((KeyHolder) arguments[2]).take(aKey, new byte[1]);
        }
        return null;
    });
    private final HeldKey key = new HeldKey(() -> keys, new PluginIdentity("test", true, 7, 1));
    private final Transports router = (owner, secret) -> transport;
    private final PluginVoice voice = new PluginVoice(EventName.of("test"), key, () -> router);
    private final OwnStreams streams = new OwnStreams(new AskedOfOthers("test", voice, key, () -> null),
            new Payloads(mediaType -> codec), plugin.deliveries);

    private static byte[] asked(String event) {
        return ByteBuffer.allocate(2 * Integer.BYTES + event.length()).order(ByteOrder.nativeOrder()).putInt(0)
                .putInt(event.length()).put(event.getBytes(UTF_8)).array();
    }

    private static byte[] credit(long count) {
        return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(count).array();
    }

    private void begin(Flow.Subscriber<? super Object> subscriber) {
        producers.add(subscriber);
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                signals.add("request " + count);
            }

            @Override
            public void cancel() {
                signals.add("cancel");
            }
        });
    }

    @BeforeEach
    void takeKey() {
        key.request(Permissions.none(), voice);
    }

    @AfterEach
    void close() {
        plugin.deliveries.close();
    }

    private static void expectEnd(FullChannel.Taken taken, long token, ErrorCode code) {
        assertEquals(RecordType.STREAM_END, taken.type());
        assertEquals(token, taken.correlation());
        assertEquals(FailureRecord.CODES.indexOf(code) + 1, taken.code());
    }

    @Test
    void shouldBringItemsAndTheEndInOrderHoweverLongThePluginTakesNone() throws Exception {
        streams.receive(5, ASKED);
        streams.request(5, credit(2));
        producers.get(0).onNext(new byte[] {1});
        producers.get(0).onNext(new byte[] {2});
        producers.get(0).onComplete();

        plugin.open();

        List<FullChannel.Taken> taken = plugin.await(3);
        assertEquals(List.of(RecordType.CHUNK, RecordType.CHUNK, RecordType.STREAM_END),
                taken.stream().map(FullChannel.Taken::type).toList());
        assertArrayEquals(new byte[] {2}, taken.get(1).payload());
        assertEquals(0, taken.get(2).payload().length);
        assertEquals("request 2", signals.poll());
    }

    @Test
    void shouldAskForNoMoreWhileThePluginTakesNone() throws Exception {
        streams.receive(5, ASKED);
        streams.request(5, credit(Long.MAX_VALUE));
        for (int i = 0; i < OwnStream.MOST_ON_THE_WAY; i++) {
            producers.get(0).onNext(new byte[0]);
        }
        assertEquals("request " + OwnStream.MOST_ON_THE_WAY, signals.poll());
        assertNull(signals.peek());

        plugin.open();

        assertEquals("request " + OwnStream.MOST_ON_THE_WAY / 2, signals.poll(30, SECONDS));
    }

    @Test
    void shouldTellWhatStandsAgainstAStream() throws Exception {
        plugin.open();
        streams.receive(5, new byte[3]);
        expectEnd(plugin.await(1).get(0), 5, ErrorCode.INVALID_EVENT);

        streams.receive(6, ASKED);
        producers.get(0).onNext("no bytes");
        expectEnd(plugin.await(2).get(1), 6, ErrorCode.SERIALIZE_FAILED);
        assertEquals("cancel", signals.poll());
        assertNull(signals.peek());
    }

    @Test
    void shouldEndAStreamOnceWhenItsTokenIsGivenToAnother() throws Exception {
        plugin.open();
        streams.receive(6, ASKED);

        streams.receive(6, ASKED);

        expectEnd(plugin.await(1).get(0), 6, ErrorCode.INTERNAL_ERROR);
        assertEquals("cancel", signals.poll());
        producers.get(0).onNext(new byte[1]);
        streams.receive(6, ASKED);
        producers.get(1).onComplete();
        assertEquals(2, plugin.await(2).size());
    }

    @Test
    void shouldEndAStreamWhoseItemsBreakTheirCodec() throws Exception {
        plugin.open();
        codec = FullChannel.as(Codec.class, (method, arguments) -> {
            throw new NoClassDefFoundError("its class");
        });
        streams.receive(6, ASKED);
        streams.request(6, credit(1));

        producers.get(0).onNext("no bytes");

        expectEnd(plugin.await(1).get(0), 6, ErrorCode.INTERNAL_ERROR);
        streams.receive(6, ASKED);
        producers.get(1).onComplete();
        assertEquals(0, plugin.await(2).get(1).payload().length);
    }

    @Test
    void shouldCancelOnce() throws Exception {
        plugin.open();
        streams.receive(5, ASKED);

        streams.cancel(5);
        streams.cancel(5);
        streams.request(5, credit(1));
        streams.request(99, new byte[1]);

        expectEnd(plugin.await(1).get(0), 5, ErrorCode.STREAM_CANCELLED);
        assertEquals("cancel", signals.poll());
        assertNull(signals.peek());
        streams.receive(5, ASKED); // its token is free
        assertEquals(2, producers.size());
    }

    @Test
    void shouldTakeSoManyAtATimeAndNoMore() throws Exception {
        plugin.open();
        for (int i = 1; i <= OwnStreams.MOST_OPEN + 1; i++) {
            streams.receive(i, ASKED);
        }
        assertEquals(OwnStreams.MOST_OPEN, producers.size());
        expectEnd(plugin.await(1).get(0), OwnStreams.MOST_OPEN + 1, ErrorCode.BACK_PRESSURED);

        producers.get(0).onComplete();
        streams.receive(1, ASKED);
        assertEquals(OwnStreams.MOST_OPEN + 1, producers.size());
    }
}
