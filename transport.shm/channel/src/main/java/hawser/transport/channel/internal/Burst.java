// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.SharedMemoryChannel;
import java.nio.ByteBuffer;

/** Records that are offered together: as many as fit are one claim, and one commit. */
final class Burst {
    /*
     * The records of a claim are written from the last to the first, whose length, stored last with release, commits
     * them all; until then the claim is one record to whoever finds it abandoned. So a burst costs one step at the
     * shared position, one fence and one look at the sleeper's flag, and its reader finds it whole instead of reaching
     * for each record's cache line while it is written.
     */
    /** What each record of a burst has of its own. */
    record Labels(long[] correlations, long[] deadlinesMs) {
        /** Nothing. */
        static final Labels NONE = new Labels(null, null);

        long correlation(int number) {
            return correlations == null ? 0 : correlations[number];
        }

        long deadlineMs(int number) {
            return deadlinesMs == null ? 0 : deadlinesMs[number];
        }
    }

    private final RingProducer producer;

    Burst(RingProducer producer) {
        this.producer = producer;
    }

    /**
     * Offers those from one index to the other, and wakes: how many were taken, or a negative code if none was.
     * Payloads are buffers or arrays of bytes.
     */
    int offer(Seat seat, int type, int key, Labels labels, Object[] payloads, int from, int to) {
        int next = from;
        long bytes = 0;
        long code = 0;
        while (next < to && code >= 0) {
            int end = endOfClaim(payloads, next, to);
            code = take(type, key, labels, payloads, next, end);
            if (code == SharedMemoryChannel.BACK_PRESSURED && end > next + 1) {
                end = next + 1;
                code = take(type, key, labels, payloads, next, end);
            }
            for (; code >= 0 && next < end; next++) {
                bytes += length(payloads[next]);
            }
        }
        if (code == SharedMemoryChannel.BACK_PRESSURED) {
            producer.refused();
        }
        if (next > from) {
            producer.countMessages(seat, next - from, bytes);
            producer.wakeAfterClaim();
        }
        return next > from ? next - from : (int) code;
    }

    private static int length(Object payload) {
        return payload instanceof byte[] bytes ? bytes.length : ((ByteBuffer) payload).remaining();
    }

    /** As many as are worth one claim: an eighth of the ring, or one that is longer. */
    private int endOfClaim(Object[] payloads, int from, int to) {
        int end = from + 1;
        long span = span(payloads[from]);
        while (end < to && span + span(payloads[end]) <= producer.capacity / 8) {
            span += span(payloads[end]);
            end++;
        }
        return end;
    }

    private static int span(Object payload) {
        return RingProducer.span(length(payload));
    }

    /** 0, or a negative code. */
    private long take(int type, int key, Labels labels, Object[] payloads, int from, int end) {
        if (length(payloads[from]) > producer.maxPayload()) {
            return SharedMemoryChannel.TOO_LONG;
        }
        int span = 0;
        for (int i = from; i < end; i++) {
            span += span(payloads[i]);
        }
        long position = producer.take(span);
        if (position < 0) {
            return position;
        }
        long at = position + span;
        for (int i = end - 1; i >= from; i--) {
            at -= span(payloads[i]);
            put(payloads[i], at);
            producer.describe(at, type, labels.correlation(i), labels.deadlineMs(i), key);
            producer.finish(at, length(payloads[i]));
        }
        return 0;
    }

    private void put(Object payload, long position) {
        if (payload instanceof byte[] bytes) {
            PayloadCopy.put(producer.data, producer.payloadIndex(position), bytes);
        } else {
            PayloadCopy.put(producer.data, producer.payloadIndex(position), (ByteBuffer) payload);
        }
    }
}
