// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.OneWay;
import org.agrona.concurrent.UnsafeBuffer;

/** Sends over a pipe. */
record PipeOneWay(Pipe pipe, UnsafeBuffer out, UnsafeBuffer in) implements OneWay {
    private static final int BURST = 64;

    PipeOneWay(Pipe pipe, int length) {
        this(pipe, Pipe.message(length), Pipe.message(length));
    }

    @Override
    public void send(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            while (!pipe.offer(out)) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void receive(int messages) throws Exception {
        int left = messages;
        while (left > 0) {
            int taken = pipe.poll(in, Math.min(left, BURST));
            left -= taken;
            if (taken == 0) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() {
        pipe.close();
    }
}
