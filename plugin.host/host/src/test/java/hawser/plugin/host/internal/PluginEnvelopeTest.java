// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginEnvelopeTest {
    private final List<TestExchange> items =
            List.of(new TestExchange("a", 5), new TestExchange("b", 9), new TestExchange("c", 7));
    private final PluginEnvelope envelope = new PluginEnvelope(List.copyOf(items), "plugin p");

    private static byte[] answers(Object... statusAndText) {
        ByteBuffer message = ByteBuffer.allocate(1000).order(ByteOrder.nativeOrder()).putInt(statusAndText.length / 2);
        for (int i = 0; i < statusAndText.length; i += 2) {
            byte[] text = ((String) statusAndText[i + 1]).getBytes(UTF_8);
            message.putInt((Integer) statusAndText[i]).putInt(text.length).put(text);
        }
        return Arrays.copyOf(message.array(), message.position());
    }

    private List<Object> ends() {
        List<Object> ends = new ArrayList<>();
        items.forEach(item -> ends.add(item.end()));
        return ends;
    }

    private void answer(byte[] message) {
        envelope.answer(message, (item, content) -> item.reply(new String(content, UTF_8)));
    }

    @Test
    void shouldPackAsItIsAnswered() {
        assertArrayEquals(answers(0, "x", 0, "", 0, "yz"),
                PluginEnvelope.pack(List.of("x".getBytes(UTF_8), new byte[0], "yz".getBytes(UTF_8))));
    }

    @Test
    void shouldGiveEachRequestItsOwnResultOrFailure() {
        answer(answers(0, "one", 3, "no", 0, ""));

        assertEquals(List.of("one", ErrorCode.INTERNAL_ERROR, ""), ends());
        assertTrue(envelope.isDone());
    }

    /** Case 55. */
    @Test
    void shouldFailAllWhenTheAnswerHasFewerOrMoreItems() {
        for (byte[] wrong : List.of(new byte[0], new byte[3], answers(), answers(0, "a", 0, "b"),
                answers(0, "a", 0, "b", 0, "c", 0, "d"))) {
            PluginEnvelopeTest fresh = new PluginEnvelopeTest();
            fresh.answer(wrong);
            assertEquals(List.of(ErrorCode.BATCH_FAILED, ErrorCode.BATCH_FAILED, ErrorCode.BATCH_FAILED), fresh.ends());
        }
    }

    @Test
    void shouldFailThoseLeftWhenTheAnswerEndsEarlyAtAnyByte() {
        byte[] whole = answers(0, "one", 0, "two", 0, "three");
        for (int length = 4; length < whole.length; length++) {
            PluginEnvelopeTest fresh = new PluginEnvelopeTest();
            fresh.answer(Arrays.copyOf(whole, length));
            assertEquals(ErrorCode.BATCH_FAILED, fresh.ends().get(2), "length=" + length);
            assertTrue(fresh.envelope.isDone());
        }
    }

    @Test
    void shouldRefuseALengthBeyondTheMessage() {
        for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, 1000}) {
            PluginEnvelopeTest fresh = new PluginEnvelopeTest();
            byte[] message = answers(0, "one", 0, "two", 0, "three");
            ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).putInt(8, length);
            fresh.answer(message);
            assertEquals(List.of(ErrorCode.BATCH_FAILED, ErrorCode.BATCH_FAILED, ErrorCode.BATCH_FAILED), fresh.ends());
        }
    }

    @Test
    void shouldBeWantedUntilTheLastOfItsRequestsHasEnded() {
        assertEquals(9, envelope.deadlineMs());
        items.get(0).reply("given up");
        items.get(1).reply("given up");
        assertFalse(envelope.isDone());

        envelope.fail(TransportException.of(ErrorCode.PLUGIN_STOPPED, "gone", "a:b:c"));

        assertEquals(List.of("given up", "given up", ErrorCode.PLUGIN_STOPPED), ends());
        assertTrue(envelope.isDone());
    }
}
