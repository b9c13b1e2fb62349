// SPDX-License-Identifier: Apache-2.0
package hawser.transport.stream.internal;

import hawser.transport.StreamListener;
import hawser.transport.StreamOptions.BackPressure;
import hawser.transport.TransportException;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.annotations.Test;

/** The subscriber side, which is that of a listener, against the rules of Reactive Streams. */
@Test
public class FlowSubscriberTckTest extends FlowSubscriberWhiteboxVerification<Integer> {
    private static final long PATIENCE_MS = 1_000;
    private static final long NEGATIVE_MS = 50;

    public FlowSubscriberTckTest() {
        super(new TestEnvironment(PATIENCE_MS, NEGATIVE_MS));
    }

    @Override
    protected Flow.Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
        return new Probed(probe);
    }

    @Override
    public Integer createElement(int element) {
        return element;
    }

    /** Tells the probe what the subscriber is told; the subscriber itself asks for what it likes. */
    private static final class Probed implements Flow.Subscriber<Integer> {
        private final WhiteboxSubscriberProbe<Integer> probe;
        private final ListenerSubscriber<Integer> subscriber;

        Probed(WhiteboxSubscriberProbe<Integer> probe) {
            this.probe = probe;
            this.subscriber = new ListenerSubscriber<>(1, Fixture.event(8, BackPressure.BUFFER), listener(probe));
        }

        private static StreamListener<Integer> listener(WhiteboxSubscriberProbe<Integer> probe) {
            return new StreamListener<>() {
                @Override
                public void onData(Integer item) {
                    probe.registerOnNext(item);
                }

                @Override
                public void onError(TransportException failure) {
                    probe.registerOnError(failure.getCause());
                }

                @Override
                public void onEnd() {
                    probe.registerOnComplete();
                }
            };
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(subscription);
            probe.registerOnSubscribe(new SubscriberPuppet() {
                @Override
                public void triggerRequest(long elements) {
                    subscription.request(elements);
                }

                @Override
                public void signalCancel() {
                    subscriber.cancel();
                }
            });
        }

        @Override
        public void onNext(Integer item) {
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable thrown) {
            subscriber.onError(thrown);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }
}
