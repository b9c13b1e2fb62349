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

    AttachedChannel(MessageChannel channel) {
        this.channel = channel;
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
            throw new CommandFailure("a message of at most " + channel.maxPayload() + " bytes and room in the "
                    + "channel are required: " + result + ", length=" + message.length);
        }
        return message.length;
    }

    /** The next message, waiting for it. */
    String receive(Duration wait) throws InterruptedException {
        String text = received.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (text == null) {
            throw new CommandFailure("no message came within " + wait.toSeconds() + " s");
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
