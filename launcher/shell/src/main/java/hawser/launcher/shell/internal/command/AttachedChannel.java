// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.RecordView;
import hawser.transport.channel.SendResult;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A channel that was joined from the shell, and what arrived on it and was not shown yet. Thread-safe. */
final class AttachedChannel implements AutoCloseable {
    /** Messages kept; the next one is acknowledged when there is room again, so that its sender waits. */
    private static final int KEPT = 256;

    private final MessageChannel channel;
    private final BlockingQueue<String> received = new ArrayBlockingQueue<>(KEPT);
    private volatile boolean closed;
    private volatile String failure;

    AttachedChannel(MessageChannel channel) {
        this.channel = channel;
        channel.onFailure(reason -> failure = reason.getMessage());
        channel.startReceiving(this::keep);
    }

    private void keep(RecordView message) {
        String text = new String(message.copy(), UTF_8);
        try {
            while (!closed && !received.offer(text, 100, TimeUnit.MILLISECONDS)) {
                // Full: its reader is behind, and so is then its sender.
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a text: how many bytes it has. */
    int send(String text) {
        byte[] message = text.getBytes(UTF_8);
        SendResult result = channel.send(message);
        if (result != SendResult.ACCEPTED) {
            throw new CommandFailure(refusal(result) + ", length=" + message.length);
        }
        return message.length;
    }

    private String refusal(SendResult result) {
        return switch (result) {
            case TOO_LONG -> "a message may have " + channel.maxPayload() + " bytes at most: " + result;
            case QUEUE_FULL -> "room in the channel is required, and its other end takes nothing: " + result;
            default -> failed("a channel that is open and whole is required: " + result);
        };
    }

    /** The text, and why the channel failed, if it did. */
    private String failed(String text) {
        String reason = failure;
        return reason == null ? text : text + "; it failed, so close it and attach it again: " + reason;
    }

    /** The next message, waiting for it. */
    String receive(Duration wait) throws InterruptedException {
        String text = received.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
            throw new CommandFailure(failed("no message came within " + wait.toSeconds() + " s"));
        }
        return text;
    }

    long discarded() {
        return channel.discarded();
    }

    @Override
    public void close() {
        closed = true;
        channel.close();
    }
}
