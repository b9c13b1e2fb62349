// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.ErrorCode;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.TransportException;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** The publisher side against the rules of Reactive Streams. Its optional rules report as skipped. */
@Test
public class FlowPublisherTckTest extends FlowPublisherVerification<Integer> {
    private static final long PATIENCE_MS = 1_000;
    private static final long NEGATIVE_MS = 50;

    private final Fixture fixture = new Fixture();

    public FlowPublisherTckTest() {
        super(new TestEnvironment(PATIENCE_MS, NEGATIVE_MS));
    }

    @AfterClass
    void close() {
        fixture.close();
    }

    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
        return fixture.stream(16, BackPressure.BUFFER, stream -> {
            for (long i = 0; i < elements && !stream.isCancelled(); i++) {
                stream.emit((int) i);
            }
        });
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
        return fixture.stream(16, BackPressure.BUFFER, stream -> {
            throw TransportException.of(ErrorCode.INTERNAL_ERROR, "a failed publisher was asked for", "a:b:c");
        });
    }
}
