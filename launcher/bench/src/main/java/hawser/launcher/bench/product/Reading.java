// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.transport.channel.RecordView;
import java.nio.ByteBuffer;

/** What a handler does with a payload. */
@FunctionalInterface
interface Reading {
    /** Reads one while it is there. */
    void read(RecordView payload);

    /** {@return what copies every payload to the same place} */
    static Reading copying(int length) {
        ByteBuffer destination = ByteBuffer.allocateDirect(length);
        return payload -> payload.copy(0, destination.clear().limit(payload.length()));
    }

    /** {@return what reads a word of each cache line where it lies} */
    static Reading inPlace() {
        return new InPlace();
    }

    /** As the driver does in C. */
    final class InPlace implements Reading {
        private static final int LINE = 64;
        private long sum;

        @Override
        public void read(RecordView payload) {
            int words = payload.length() - Long.BYTES;
            long read = 0;
            for (int i = 0; i <= words; i += LINE) {
                read += payload.getLong(i);
            }
            sum += read;
        }
    }
}
