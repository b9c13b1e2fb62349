// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.transport.channel.RecordHandler;
import hawser.transport.channel.RecordView;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** A channel's answers, read by the caller itself while it waits for them. */
final class Answers implements RecordHandler {
    private static final long DEADLINE_NS = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    private final OpenChannel channel;
    private final Reading reading;
    private final BooleanSupplier isMissing = this::isMissing;
    private final AtomicLong taken = new AtomicLong();
    private long expected;

    private Answers(OpenChannel channel, Reading reading) {
        this.channel = channel;
        this.reading = reading;
    }

    /** Starts to receive; each payload is read so. */
    static Answers of(OpenChannel channel, Reading reading) {
        Answers answers = new Answers(channel, reading);
        channel.receive(answers);
        return answers;
    }

    @Override
    public void onRecord(int type, long correlation, int key, RecordView payload) {
        reading.read(payload);
        taken.setRelease(taken.getPlain() + 1); // one thread at a time is in a handler
    }

    private boolean isMissing() {
        return taken.getAcquire() < expected;
    }

    /** Blocks until so many more have come than at the end of the last call. */
    void await(int more) {
        expected += more;
        while (isMissing()) {
            channel.awaitWhile(isMissing, DEADLINE_NS);
        }
    }
}
