// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {
    private static final Event<String, Integer> GET =
            Events.defineEvent("storage").module("kv").event("get").define(String.class, Integer.class);

    @Test
    void shouldKnowItsNameAndTypes() {
        assertEquals("storage", GET.namespace());
        assertEquals("kv", GET.module());
        assertEquals("get", GET.action());
        assertEquals("storage:kv:get", GET.toString());
        assertEquals(String.class, GET.requestType());
        assertEquals(Integer.class, GET.responseType());
        assertFalse(GET.isNotification());
        assertFalse(GET.batch().isEnabled());
    }

    @Test
    void shouldBeEqualWhenNameAndTypesAre() {
        assertEquals(GET, Events.defineNamed("storage:kv:get").define(String.class, Integer.class));
        assertEquals(GET.hashCode(), Events.defineNamed("storage:kv:get").define(String.class, Long.class).hashCode());
        assertNotEquals(GET, Events.defineNamed("storage:kv:get").define(String.class, Long.class));
        assertNotEquals(GET, Events.defineNamed("storage:kv:set").define(String.class, Integer.class));
    }

    @Test
    void shouldTellANotificationFromARequestThatAnswersNothing() {
        assertTrue(Events.defineNamed("a:b:c").define(String.class).isNotification());
        assertEquals(void.class, Events.defineNamed("a:b:c").define(String.class).responseType());
        assertFalse(Events.defineNamed("a:b:c").define(String.class, Void.class).isNotification());
    }

    @Test
    void shouldKeepGenericTypes() {
        Event<List<String>, List<Integer>> event = Events.defineNamed("a:b:c")
                .define(new TypeRef<>() { }, new TypeRef<>() { }, EventOptions.defaults());

        assertEquals("java.util.List<java.lang.String>", event.requestType().getTypeName());
        assertEquals("java.util.List<java.lang.Integer>", event.responseType().getTypeName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "-a", "a:b", "a b", "ä", "a_b"})
    void shouldRefuseASegmentThatIsNotWellFormed(String segment) {
        assertThrows(IllegalArgumentException.class, () -> Events.defineEvent(segment));
        assertThrows(IllegalArgumentException.class, () -> Events.defineEvent("a").module(segment));
        assertThrows(IllegalArgumentException.class, () -> Events.defineEvent("a").module("b").event(segment));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:b", "a:b:c:d", "a::c", ":::"})
    void shouldRefuseANameThatHasNotThreeSegments(String name) {
        assertThrows(IllegalArgumentException.class, () -> Events.defineNamed(name));
    }

    @Test
    void shouldRefuseOptionsOutOfTheirRange() {
        BatchOptions batch = BatchOptions.on();
        StreamOptions stream = StreamOptions.defaults();
        SendOptions send = SendOptions.defaults();

        assertThrows(IllegalArgumentException.class, () -> batch.withMaxSize(0));
        assertThrows(IllegalArgumentException.class, () -> batch.withWindow(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> stream.withBufferSize(0));
        assertThrows(IllegalArgumentException.class, () -> send.withTimeout(Duration.ZERO));
    }
}
