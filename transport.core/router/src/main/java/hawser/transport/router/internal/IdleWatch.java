// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.StreamInfo;
import hawser.transport.Streams;
import hawser.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Fails a stream in which nothing has moved for too long. It looks now and then; no item pays for it. */
final class IdleWatch {
    private static final int LOOKS = 4;

    private final Streams.OpenStream<?> stream;
    private final Duration limit;
    private final Router router;
    private final AtomicBoolean ended = new AtomicBoolean();
    private long seen;
    private int unchanged;

    private IdleWatch(Streams.OpenStream<?> stream, Duration limit, Router router) {
        this.stream = stream;
        this.limit = limit;
        this.router = router;
    }

    static void over(Streams.OpenStream<?> stream, Duration limit, Router router) {
        IdleWatch watch = new IdleWatch(stream, limit, router);
        stream.whenEnded(() -> watch.ended.set(true));
        watch.lookLater();
    }

    private void lookLater() {
        Timer.after(router.deadlines(), limit.dividedBy(LOOKS), this::look);
    }

    private void look() {
        if (ended.get()) {
            return;
        }
        StreamInfo info = stream.info();
        unchanged = info.delivered() == seen ? unchanged + 1 : 0;
        seen = info.delivered();
        if (unchanged > LOOKS) {
            stream.fail(TransportException.of(ErrorCode.TIMEOUT, "an item was required within " + limit.toMillis()
                    + " ms and none reached the consumer: delivered=" + seen, info.event()));
        } else {
            lookLater();
        }
    }
}
