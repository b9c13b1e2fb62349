// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelException.Reason;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

/** The direct messages of a channel: those that wait for room, and those that wait to be consumed. Under one lock. */
final class DirectMessages {
    private final String channel;
    private final Outlet outlet;
    private final Outcomes outcomes;
    private final Queue<DirectMessage> waiting = new ArrayDeque<>();
    private final List<DirectMessage> unconsumed = new ArrayList<>();
    private long lastWritten = DirectMessage.UNSENT;

    DirectMessages(String channel, Outlet outlet, Outcomes outcomes) {
        this.channel = channel;
        this.outlet = outlet;
        this.outcomes = outcomes;
    }

    /** Whether none waits for room. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    boolean awaitConsumption() {
        return !unconsumed.isEmpty();
    }

    void add(DirectMessage message) {
        waiting.add(message);
    }

    /** Writes those that wait, until one finds no room: whether that was so. */
    boolean writeAll() {
        while (!waiting.isEmpty()) {
            if (!tryWrite(waiting.peek())) {
                return true;
            }
            waiting.remove();
        }
        return false;
    }

    /** Writes a message, if there is room: whether it is done with. */
    boolean tryWrite(DirectMessage message) {
        int length = message.bytes.remaining();
        if (length > outlet.maxPayload()) {
            fail(message, Reason.TOO_LONG, "a message may have " + outlet.maxPayload() + " bytes: length=" + length);
            return true;
        }
        long written = outlet.write(message.bytes);
        if (written == SharedMemoryChannel.BACK_PRESSURED) {
            return false;
        }
        if (written < 0) {
            fail(message, written == SharedMemoryChannel.NO_MEMORY ? Reason.NO_MEMORY : Reason.POISONED,
                    "a channel whose memory can be had and is not broken is required");
            return true;
        }
        message.position = written;
        lastWritten = written;
        if (message.untilConsumed) {
            unconsumed.add(message);
        } else {
            outcomes.complete(message);
        }
        return true;
    }

    /** Where the last one lies that was written since the last time, or {@link DirectMessage#UNSENT}. */
    long takeLastWritten() {
        long taken = lastWritten;
        lastWritten = DirectMessage.UNSENT;
        return taken;
    }

    void fail(DirectMessage message, Reason reason, String text) {
        outcomes.fail(message, new ChannelException(reason, text + ": channel=" + channel));
    }

    void checkConsumed() {
        for (Iterator<DirectMessage> each = unconsumed.iterator(); each.hasNext();) {
            DirectMessage message = each.next();
            if (outlet.isConsumed(message.position)) {
                each.remove();
                outcomes.complete(message);
            }
        }
    }

    void expire(long now) {
        expire(waiting, now);
        expire(unconsumed, now);
    }

    private void expire(Iterable<DirectMessage> messages, long now) {
        for (Iterator<DirectMessage> each = messages.iterator(); each.hasNext();) {
            DirectMessage message = each.next();
            if (message.deadlineNs - now <= 0) {
                each.remove();
                outcomes.fail(message, message.timeout(channel));
            }
        }
    }

    /** How long until the first one expires, at most {@code most}. */
    long nextDeadline(long now, long most) {
        long next = most;
        for (DirectMessage message : waiting) {
            next = Math.min(next, message.deadlineNs - now);
        }
        for (DirectMessage message : unconsumed) {
            next = Math.min(next, message.deadlineNs - now);
        }
        return next;
    }

    void failAll(Reason reason) {
        waiting.forEach(message -> fail(message, reason, "the channel ended before it had room"));
        unconsumed.forEach(message -> fail(message, reason, "the channel ended before it was taken"));
        waiting.clear();
        unconsumed.clear();
    }
}
