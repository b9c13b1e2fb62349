// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;
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

    void add(Exchange request, byte[] message, long correlation, long deadlineMs) {
        requests[count] = request;
        messages[count] = message;
        correlations[count] = correlation;
        deadlinesMs[count] = deadlineMs;
        count++;
    }

    int count() {
        return count;
    }

    Exchange request(int number) {
        return requests[number];
    }

    int length(int number) {
        return messages[number].length;
    }

    long correlation(int number) {
        return correlations[number];
    }

    List<Exchange> requestsFrom(int number) {
        return Arrays.asList(requests).subList(number, count);
    }

    /** Those from that number on, and wakes: how many were taken, or why the first of them was not. */
    int offerTo(SharedMemoryChannel channel, int number) {
        return channel.offerAll(RecordType.REQUEST, 0, correlations, deadlinesMs, messages, number, count);
    }
}
