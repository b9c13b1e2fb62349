// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest.load;

import hawser.transport.Event;
import hawser.transport.EventHandler;
import hawser.transport.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers a number, fails or never answers, as the number says. */
public final class NumberHandler implements EventHandler<Integer, Integer> {
    private final Event<Integer, Integer> event;

    /** Handles the event of that number. */
    public NumberHandler(int number) {
        event = NumberActivator.event(number);
    }

    @Override
    public Event<Integer, Integer> event() {
        return event;
    }

    @Override
    public CompletionStage<Integer> handle(Integer number, RequestContext request) {
        switch (number % NumberActivator.KINDS) {
            case 0:
                throw new IllegalArgumentException("number=" + number);
            case 1:
            case 2:
                return new CompletableFuture<>();
            default:
                return CompletableFuture.completedStage(-number);
        }
    }
}
