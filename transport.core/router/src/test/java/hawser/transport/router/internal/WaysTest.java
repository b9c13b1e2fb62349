// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.PluginIdentity;
import hawser.transport.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaysTest extends RouterFixture {
    private static final int MANY = 300;

    private final TestKeys.Key key = keys.issue(new PluginIdentity("echo", true, 7, 1));
    private final Caller caller = Caller.of(keys, key);
    private final Ways ways = new Ways();

    private Route handled(Event<String, Integer> event) {
        transport.on(event, (payload, context) -> 1);
        return router.table().find(event.name());
    }

    @Test
    void shouldHoldForThatEventThatCallerAndThoseGrantsOnly() {
        Route route = handled(LENGTH);
        ways.keep(LENGTH, route, caller, caller.grants());
        Event<String, Integer> equal = Events.defineNamed(LENGTH.name()).define(String.class, Integer.class);

        assertSame(route, ways.find(LENGTH, caller));
        assertNull(ways.find(equal, caller));
        assertNull(ways.find(LENGTH, Caller.of(keys, key)));
        key.forbidden = List.of(LENGTH.name());
        assertNull(ways.find(LENGTH, caller));
    }

    @Test
    void shouldHoldNoLongerThanTheKey() {
        ways.keep(LENGTH, handled(LENGTH), caller, caller.grants());

        keys.revokeKey(key);

        assertNull(ways.find(LENGTH, caller));
    }

    @Test
    void shouldForgetWhatItIsToldToForget() {
        ways.keep(LENGTH, handled(LENGTH), caller, caller.grants());

        ways.forget();

        assertNull(ways.find(LENGTH, caller));
    }

    @Test
    void shouldGoWhereTheHandlerOfTheMomentIsHoweverOftenItChanges() {
        for (int i = 0; i < 3; i++) {
            int answer = i;
            Registration handler = transport.on(LENGTH, (payload, context) -> answer);
            assertEquals(answer, transport.send(LENGTH, "x").toCompletableFuture().join());
            assertEquals(answer, transport.send(LENGTH, "x").toCompletableFuture().join());
            handler.close();
            assertEquals(ErrorCode.UNKNOWN_EVENT, failureOf(transport.send(LENGTH, "x")).code());
        }
    }

    @Test
    void shouldReachEachOfMoreEventsThanHavePlaces() {
        List<Event<String, Integer>> events = new ArrayList<>();
        IntStream.range(0, MANY).forEach(i -> {
            events.add(Events.defineNamed("many:event:number" + i).define(String.class, Integer.class));
            transport.on(events.get(i), (payload, context) -> i);
        });

        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < MANY; i++) {
                assertEquals(i, transport.send(events.get(i), "x").toCompletableFuture().join());
            }
        }
    }
}
