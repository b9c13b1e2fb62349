// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
import hawser.transport.channel.Offering;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.Arrays;
import java.util.List;

/** Requests of one event as the messages that they become, to be offered together. By one thread. */
final class PluginBurst {
    private final Exchange[] requests;
    private final byte[][] messages;
    private final long[] correlations;
    private final long[] deadlinesMs;
    private int count;

    /** For so many at most. */
    PluginBurst(int most) {
        requests = new Exchange[most];
        messages = new byte[most][];
        correlations = new long[most];
        deadlinesMs = new long[most];
    }

    void add(Exchange request, byte[] message, long deadlineMs) {
        requests[count] = request;
        messages[count] = message;
        deadlinesMs[count] = deadlineMs;
        count++;
    }

    int count() {
        return count;
    }

    Exchange request(int number) {
        return requests[number];
    }

    byte[] message(int number) {
        return messages[number];
    }

    /** Of one that was taken. */
    long correlation(int number) {
        return correlations[number];
    }

    List<Exchange> requestsFrom(int number) {
        return Arrays.asList(requests).subList(number, count);
    }

    /**
     * Those from that number on; wakes. How many were taken, or why the first was not: what the channel says, or
     * {@link PendingRequests#FULL}.
     */
    int offerTo(SharedMemoryChannel channel, PluginAnswers answers, int number) {
        try (Offering offering = channel.beginOffering()) {
            if (offering == null) {
                return (int) SharedMemoryChannel.CLOSED;
            }
            int end = expect(answers, number);
            int taken = end == number ? (int) PendingRequests.FULL
                    : channel.offerAll(RecordType.REQUEST, 0, correlations, deadlinesMs, messages, number, end);
            for (int i = number + Math.max(taken, 0); i < end; i++) {
                answers.withdraw(correlations[i]);
            }
            return taken;
        }
    }

    /** The number behind the last that an answer may come for now. */
    private int expect(PluginAnswers answers, int from) {
        for (int i = from; i < count; i++) {
            correlations[i] = answers.expect(requests[i]);
            if (correlations[i] == PendingRequests.FULL) {
                return i;
            }
        }
        return count;
    }
}
