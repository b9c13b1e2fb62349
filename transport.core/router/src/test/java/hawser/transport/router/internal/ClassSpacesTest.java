// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Cancellation;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.SendOptions;
import hawser.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two bundles that see different classes of the same name. */
class ClassSpacesTest {
    private static final String GET = "record Get(String key, List<Mark> marks, Level level) { } "
            + "record Mark(int line, Get inner) { } enum Level { LOW, HIGH } class Bean { public int count; }";

    private final ClassSpace ours = new ClassSpace(GET);
    private final ClassSpace theirs = new ClassSpace(GET);
    private final Router router = new Router();
    private final BundleTransport sender = router.open(Caller.own("sending.bundle"));
    private final BundleTransport handler = router.open(Caller.own("handling.bundle"));

    @BeforeEach
    void useKeys() {
        router.useKeys(new TestKeys());
    }

    @AfterEach
    void close() {
        router.close();
    }

    private static Event<Object, Object> event(ClassSpace space, String request, String response) {
        return Events.defineNamed("storage:kv:get").define(space.type(request), space.type(response));
    }

    @Test
    void shouldCarryPayloadAndAnswerOverToTheOtherClassSpace() {
        List<Object> seen = new ArrayList<>();
        handler.on(event(theirs, "Get", "Mark"), (get, context) -> {
            seen.add(get);
            return theirs.make("Mark", 7, get);
        });
        Object level = ours.type("Level").getEnumConstants()[1];
        Object get = ours.make("Get", "a", List.of(ours.make("Mark", 3, null)), level);

        Object mark = sender.send(event(ours, "Get", "Mark"), get).toCompletableFuture().join();

        assertSame(theirs.type("Get"), seen.get(0).getClass());
        assertSame(ours.type("Mark"), mark.getClass());
        assertEquals("Get[key=a, marks=[Mark[line=3, inner=null]], level=HIGH]", seen.get(0).toString());
        assertEquals("Mark[line=7, inner=" + get + "]", mark.toString());
        assertNotSame(get, seen.get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            record Get(String key) { }                             | sample.Get()
            record Get(String key, List<Mark> marks, int level) { } record Mark(int line, Get inner) { } | int level
            class Get { }                                          | sample.Get()
            record Get(String key, List<Mark> marks, Level level) { } record Mark(int line, Get inner) { } \
            enum Level { LOW } | Level[LOW]
            record Get(String key, List<Mark> marks, Level level) { } record Mark(long line, Get inner) { } \
            enum Level { LOW, HIGH } | long line""")
    void shouldRefuseADefinitionThatDiffersAndNameBoth(String source, String found) {
        ClassSpace other = new ClassSpace(source.contains("record Mark") ? source : source + " class Mark { }");
        handler.on(event(other, "Get", "Get"), (get, context) -> get);

        TransportException failure = failureOf(sender.send(event(ours, "Get", "Get"), null));

        assertEquals(ErrorCode.INVALID_EVENT, failure.code());
        assertTrue(failure.getMessage().contains("sending.bundle"), failure.getMessage());
        assertTrue(failure.getMessage().contains("handling.bundle"), failure.getMessage());
        assertTrue(failure.getMessage().contains(found.replace("()", "(")), failure.getMessage());
    }

    @Test
    void shouldTellListenersInAnotherClassSpaceToo() {
        List<Object> heard = new ArrayList<>();
        Event<Object, Void> changed = Events.defineNamed("storage:kv:changed").define(ours.type("Get"));
        Event<Object, Void> theirChanged = Events.defineNamed("storage:kv:changed").define(theirs.type("Get"));
        handler.on(theirChanged, (get, context) -> hear(heard, get));
        sender.on(changed, (get, context) -> hear(heard, get));

        sender.send(changed, ours.make("Get", "a", List.of(), null)).toCompletableFuture().join();

        assertEquals(List.of(theirs.type("Get"), ours.type("Get")), heard.stream().map(Object::getClass).toList());
    }

    private static Void hear(List<Object> heard, Object what) {
        heard.add(what);
        return null;
    }

    @Test
    void shouldGiveUpWithTheCallerAndKeepItsDeadline() {
        List<String> told = new ArrayList<>();
        handler.onAsync(event(theirs, "Get", "Mark"), (get, context) -> {
            context.onCancel(() -> told.add("cancelled, " + context.remaining().toMillis() + " ms left"));
            return new CompletableFuture<>();
        });
        Cancellation cancellation = new Cancellation();
        CompletionStage<Object> answer = sender.send(event(ours, "Get", "Mark"), ours.make("Get", "a", null, null),
                SendOptions.defaults().withCancellation(cancellation));

        cancellation.cancel();

        assertEquals(ErrorCode.CANCELLED, failureOf(answer).code());
        assertEquals(List.of("cancelled, 0 ms left"), told);
    }

    @Test
    void shouldFailWithTheHandlersOwnFailure() {
        TransportException own = TransportException.of(ErrorCode.BACK_PRESSURED, "busy");
        handler.on(event(theirs, "Get", "Mark"), (get, context) -> {
            throw own;
        });

        assertSame(own, failureOf(sender.send(event(ours, "Get", "Mark"), ours.make("Get", "a", null, null))));
    }

    private static TransportException failureOf(CompletionStage<?> stage) {
        CompletionException thrown =
                assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join());
        return (TransportException) thrown.getCause();
    }
}
