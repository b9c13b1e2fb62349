// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.RoundTrip;
import org.agrona.concurrent.UnsafeBuffer;

/** Asks over one pipe and answers over another. */
final class PipeRoundTrip implements RoundTrip {
    private final Pipe requests;
    private final Pipe answers;
    private final UnsafeBuffer asked;
    private final UnsafeBuffer answered;
    private final UnsafeBuffer echoed;

    PipeRoundTrip(Pipe requests, Pipe answers, int length) {
        this.requests = requests;
        this.answers = answers;
        this.asked = Pipe.message(length);
        this.answered = Pipe.message(length);
        this.echoed = Pipe.message(length);
    }

    @Override
    public void exchange(long[] latencies) throws Exception {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            send(requests, asked);
            take(answers, answered);
            latencies[i] = System.nanoTime() - begin;
        }
    }

    private static void send(Pipe pipe, UnsafeBuffer message) throws Exception {
        while (!pipe.offer(message)) {
            Thread.onSpinWait();
        }
    }

    private static void take(Pipe pipe, UnsafeBuffer message) throws Exception {
        while (pipe.poll(message, 1) == 0) {
            Thread.onSpinWait();
        }
    }

    /** Fills the window, then polls: a pipe whose poll blocks is polled only when an answer will come. */
    @Override
    public void pipeline(int count, int window) throws Exception {
        int sent = 0;
        int taken = 0;
        while (taken < count) {
            while (sent < count && sent - taken < window) {
                send(requests, asked);
                sent++;
            }
            taken += answers.poll(answered, sent - taken);
        }
    }

    @Override
    public void echo(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            take(requests, echoed);
            send(answers, echoed);
        }
    }

    @Override
    public void close() {
        requests.close();
        answers.close();
    }
}
