// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of a plugin that is not trusted. */
class OwnRequestsTest {
    private static final byte[] REQUEST = request("other:one:asked");

    private final FullChannel plugin = new FullChannel();
    private final List<CompletableFuture<Object>> sent = new ArrayList<>();
    private RuntimeException thrown;
    private final BoundTransport transport = FullChannel.as(BoundTransport.class, (method, arguments) -> {
        if (!method.equals("send")) {
            return null;
        }
        if (thrown != null) {
            throw thrown;
        }
        sent.add(new CompletableFuture<>());
        return sent.get(sent.size() - 1);
    });
    private final PluginKey aKey = FullChannel.as(PluginKey.class, (method, arguments) -> true);
    private final PluginKeyManager keys = FullChannel.as(PluginKeyManager.class, (method, arguments) -> {
        if (method.equals("requestKey")) {
            ((KeyHolder) arguments[2]).take(aKey, new byte[1]);
        }
        return null;
    });
    private final Transports router = (owner, secret) -> transport;
    private final HeldKey key = new HeldKey(() -> keys, new PluginIdentity("test", true, 7, 1));
    private final PluginVoice voice = new PluginVoice(EventName.of("test"), key, () -> router);
    private final OwnRequests requests = new OwnRequests(new AskedOfOthers("test", voice, key, () -> null),
            new Payloads(OwnRequestsTest::brokenCodec), plugin.deliveries);

    private static Codec brokenCodec(String mediaType) {
        throw new IllegalStateException("broken codec of " + mediaType);
    }

    private static byte[] request(String event) {
        return ByteBuffer.allocate(2 * Integer.BYTES + event.length()).order(ByteOrder.nativeOrder()).putInt(0)
                .putInt(event.length()).put(event.getBytes(UTF_8)).array();
    }

    @BeforeEach
    void takeKey() {
        key.request(Permissions.none(), voice);
    }

    @AfterEach
    void close() {
        plugin.deliveries.close();
    }

    private void ask(long token, int count) {
        for (int i = 0; i < count; i++) {
            requests.receive(token == 0 ? 0 : token + i, REQUEST);
        }
    }

    private void expectFailure(FullChannel.Taken taken, long token, ErrorCode code) {
        assertEquals(RecordType.FAILED, taken.type());
        assertEquals(token, taken.correlation());
        assertEquals(FailureRecord.CODES.indexOf(code) + 1, taken.code());
    }

    @Test
    void shouldCountRequestsWhoseOutcomeNobodyAsksFor() throws Exception {
        plugin.open();
        ask(0, OwnRequests.MOST_OPEN + 10);
        ask(5, 1);

        assertEquals(OwnRequests.MOST_OPEN, sent.size());
        expectFailure(plugin.await(1).get(0), 5, ErrorCode.BACK_PRESSURED);

        sent.get(0).complete(new byte[0]);
        ask(0, 2);
        assertEquals(OwnRequests.MOST_OPEN + 1, sent.size());
    }

    @Test
    void shouldBeginNothingMoreForAPluginThatTakesNoOutcomes() throws Exception {
        for (int i = 0; plugin.deliveries.hasRoom(); i++) {
            ask(1 + i, 1);
            sent.get(i).complete(new byte[0]);
        }

        ask(1 << 20, 1);
        assertEquals(Deliveries.MOST_WAITING, sent.size());

        plugin.open();
        plugin.await(Deliveries.MOST_WAITING);
        ask(1 << 20, 1);
        assertEquals(Deliveries.MOST_WAITING + 1, sent.size());
    }

    @Test
    void shouldTellWhateverStandsAgainstARequest() throws Exception {
        plugin.open();
        thrown = new IllegalStateException("broken");
        ask(5, 1);
        expectFailure(plugin.await(1).get(0), 5, ErrorCode.INTERNAL_ERROR);

        thrown = null;
        ask(5, 1);
        assertEquals(1, sent.size()); // its token is free
    }

    @Test
    void shouldTellThatAnAnswerCannotBeWritten() throws Exception {
        plugin.open();
        ask(5, 1);

        sent.get(0).complete("no bytes");

        expectFailure(plugin.await(1).get(0), 5, ErrorCode.INTERNAL_ERROR);
    }
}
