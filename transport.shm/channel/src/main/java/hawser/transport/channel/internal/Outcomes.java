// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was decided about messages under a lock, to be told outside of it: it is foreign code that hears it. */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final String channel;
    private List<Runnable> decided = new ArrayList<>();

    Outcomes(String channel) {
        this.channel = channel;
    }

    boolean isEmpty() {
        return decided.isEmpty();
    }

    void add(Runnable outcome) {
        decided.add(outcome);
    }

    void complete(DirectMessage message) {
        decided.add(() -> message.done.complete(null));
    }

    void fail(DirectMessage message, ChannelException failure) {
        decided.add(() -> message.done.completeExceptionally(failure));
    }

    /** Takes what was decided, under the lock. */
    List<Runnable> take() {
        if (decided.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = decided;
        decided = new ArrayList<>();
        return taken;
    }

    /** Tells what was taken, outside the lock. */
    void tell(List<Runnable> taken) {
        for (Runnable outcome : taken) {
            try {
                outcome.run();
            } catch (RuntimeException e) {
                LOG.error("A callback of channel {} failed", channel, e);
            }
        }
    }
}
