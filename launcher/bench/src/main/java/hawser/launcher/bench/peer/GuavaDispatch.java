// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import hawser.launcher.bench.measure.Operation;

/** Guava's EventBus with one subscriber. */
public final class GuavaDispatch implements Operation {
    private final EventBus bus = new EventBus();

    /** Takes the events. */
    static final class Subscriber {
        /** Takes one. */
        @Subscribe
        public void take(Integer event) {
            if (event < 0) {
                throw new IllegalArgumentException("a number of events is required: event=" + event);
            }
        }
    }

    /** Subscribes. */
    public GuavaDispatch() {
        bus.register(new Subscriber());
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            bus.post(i);
        }
    }
}
