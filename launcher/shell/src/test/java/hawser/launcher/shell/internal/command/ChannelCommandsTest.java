// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.MessageHandler;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SendResult;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChannelCommandsTest {
    private static final ChannelInfo.Counts COUNTS = new ChannelInfo.Counts(1, 2, 3, 4, 5, 6, 7, 8, 9);

    private final List<String> calls = new ArrayList<>();
    private final List<ChannelInfo> open = new ArrayList<>();
    private final ChannelCommands commands = new ChannelCommands(channels());
    private MessageHandler handler;
    private Consumer<ChannelException> failure;
    private SendResult result = SendResult.ACCEPTED;

    private Channels channels() {
        return proxy(Channels.class, (method, arguments) -> {
            if (method.equals("list")) {
                return List.copyOf(open);
            }
            calls.add(method + " " + List.of(arguments));
            open.add(new ChannelInfo("box", "mailbox", (ChannelSizes) arguments[3], COUNTS, COUNTS));
            return channel();
        });
    }

    @SuppressWarnings("unchecked")
    private MessageChannel channel() {
        return proxy(MessageChannel.class, (method, arguments) -> switch (method) {
            case "startReceiving" -> {
                handler = (MessageHandler) arguments[0];
                yield null;
            }
            case "onFailure" -> {
                failure = (Consumer<ChannelException>) arguments[0];
                yield null;
            }
            case "send" -> {
                calls.add("send " + new String((byte[]) arguments[0], UTF_8));
                yield result;
            }
            case "discarded" -> 2L;
            case "maxPayload" -> 10;
            default -> null;
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private void attach() {
        assertEquals("attached box as native", commands.attach("mailbox", "native", 1024, 2048, "/tmp/box"));
    }

    @Test
    void shouldJoinAFileInTheGivenRoleWithTheGivenSizes() {
        attach();

        assertEquals(List.of(
                "attach [/tmp/box, MAILBOX, NATIVE, ChannelSizes[toNative=1024, toRenderer=2048]]"), calls);
    }

    @Test
    void shouldNameTheChoicesWhenTheRoleIsUnknown() {
        Exception refused = assertThrows(CommandFailure.class,
                () -> commands.attach("mailbox", "backend", 1024, 1024, "/tmp/box"));

        assertEquals("a role must be one of renderer, native: backend", refused.getMessage());
    }

    @Test
    void shouldRefuseASecondChannelOfOneName() {
        attach();

        assertThrows(CommandFailure.class,
                () -> commands.attach("mailbox", "native", 1024, 1024, "/other/box"));
    }

    @Test
    void shouldSendWordsAsOneMessage() {
        attach();

        assertEquals("sent 8 bytes", commands.send("box", "to", "you", "!"));
        assertEquals("send to you !", calls.get(1));
    }

    @Test
    void shouldSayWhyAMessageWasNotSent() {
        attach();

        assertEquals("room in the channel is required, and its other end takes nothing: QUEUE_FULL, length=1",
                refusal(SendResult.QUEUE_FULL));
        assertEquals("a message may have 10 bytes at most: TOO_LONG, length=1", refusal(SendResult.TOO_LONG));
        assertEquals("a channel that is open and whole is required: POISONED, length=1",
                refusal(SendResult.POISONED));
    }

    @Test
    void shouldSayWhyAChannelFailed() {
        attach();
        failure.accept(new ChannelException(ChannelException.Reason.POISONED, "the file was cut off"));

        assertEquals("a channel that is open and whole is required: POISONED; it failed, so close it and attach it "
                + "again: the file was cut off, length=1", refusal(SendResult.POISONED));
        Exception silent = assertThrows(CommandFailure.class, () -> commands.receive(0, "box"));
        assertTrue(silent.getMessage().endsWith("the file was cut off"), silent.getMessage());
    }

    private String refusal(SendResult why) {
        result = why;
        return assertThrows(CommandFailure.class, () -> commands.send("box", "x")).getMessage();
    }

    @Test
    void shouldPrintTheNextMessageWithoutWhatHarmsATerminal() throws InterruptedException {
        attach();
        handler.onMessage(proxy(RecordView.class, (method, arguments) -> "he\u001bllo".getBytes(UTF_8)));

        assertEquals("hello", commands.receive(0, "box"));
        assertThrows(CommandFailure.class, () -> commands.receive(0, "box"));
    }

    @Test
    void shouldSayWhatWasDiscardedWhenItCloses() {
        attach();

        assertEquals("closed box, discarded 2 messages", commands.close("box"));
        assertThrows(CommandFailure.class, () -> commands.send("box", "x"));
    }

    @Test
    void shouldSuggestANearNameWhenNoneIsKnown() {
        attach();

        Exception refused = assertThrows(CommandFailure.class, () -> commands.stats(false, "bix"));

        assertEquals("no such channel: bix; did you mean box?", refused.getMessage());
    }

    @Test
    void shouldSayThatThereIsNoSuchOption() {
        Exception refused = assertThrows(CommandFailure.class, () -> commands.stats(false, "--all"));

        assertEquals("no such channel or option: --all; channel:list shows each channel", refused.getMessage());
    }

    @Test
    void shouldShowEveryCounterInBothDirections() {
        attach();

        Listing shown = (Listing) commands.stats(false, "box");

        String counts = "messages=1, bytes=2, consumed=3, backPressured=4, rejected=5, wakes=6, sleeps=7, losses=8, "
                + "occupied=9}";
        assertEquals(List.of("{name=box, direction=to-native, " + counts,
                        "{name=box, direction=to-renderer, " + counts),
                shown.stream().map(Object::toString).toList());
    }
}
