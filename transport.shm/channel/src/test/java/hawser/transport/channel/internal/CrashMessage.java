// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.RecordView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The messages of tests in which an end dies: a number, a length that follows from it, a checksum; see message.h. */
final class CrashMessage {
    static final int LONGEST = 300;
    private static final int SUM_LENGTH = Long.BYTES;

    private CrashMessage() {
    }

    static int length(long sequence) {
        return (int) Long.remainderUnsigned(sequence * 2654435761L, LONGEST - SUM_LENGTH) + SUM_LENGTH;
    }

    /** Message of that number, from position 0 to the limit. */
    static ByteBuffer of(long sequence) {
        ByteBuffer message = ByteBuffer.allocate(length(sequence)).order(ByteOrder.nativeOrder());
        long sum = 1469598103934665603L;
        for (int i = SUM_LENGTH; i < message.limit(); i++) {
            byte value = (byte) (sequence * 31 + i);
            message.put(i, value);
            sum = (sum ^ value & 0xff) * 1099511628211L;
        }
        return message.putLong(0, sum);
    }

    /** Whether it is that message, whole. */
    static boolean isWhole(long sequence, RecordView view) {
        return of(sequence).equals(ByteBuffer.wrap(view.copy()));
    }
}
