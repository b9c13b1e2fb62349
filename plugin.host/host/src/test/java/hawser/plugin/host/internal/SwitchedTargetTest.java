// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SwitchedTargetTest {
    private final TestGeneration first = new TestGeneration("first");
    private final TestGeneration second = new TestGeneration("second");
    private final SwitchedTarget target = new SwitchedTarget(first.target());

    private TestExchange ask(Object payload) {
        TestExchange exchange = new TestExchange(payload);
        target.accept(exchange);
        return exchange;
    }

    @Test
    void shouldHandWhatWaitsToTheNextGenerationInOrder() {
        ask("1");
        target.pause();
        ask("2");
        target.acceptAll(List.of(new TestExchange("3"), new TestExchange("4")));

        target.resume(second.target());
        ask("5");

        assertEquals(List.of("1"), first.taken());
        assertEquals(List.of("2", "3", "4", "5"), second.taken());
    }

    @Test
    void shouldTakeNothingBeforeWhatWaitsWhenTheSameGenerationGoesOn() {
        target.pause();
        ask("1");
        ask("2");
        first.onceOpen(() -> ask("3"));

        target.resume(first.target());

        assertEquals(List.of("1", "2", "3"), first.taken());
    }

    @Test
    void shouldFailAloneWhatCannotBeEncoded() {
        target.pause();
        TestExchange failing = ask(TestGeneration.UNENCODABLE);
        TestExchange breaking = ask(TestGeneration.BREAKING);
        ask("1");

        target.resume(second.target());
        ask("2");

        assertEquals(ErrorCode.SERIALIZE_FAILED, failing.failure().code());
        assertEquals(ErrorCode.SERIALIZE_FAILED, breaking.failure().code());
        assertEquals(List.of("1", "2"), second.taken());
    }

    @Test
    void shouldLetThoseWhoAreAnsweredWaitForOthersWhoAsk() {
        target.pause();
        ask(TestGeneration.UNENCODABLE).outcome().whenComplete((answer, failure) -> onAnotherThread("1"));

        target.resume(second.target());

        assertEquals(List.of("1"), second.taken());
    }

    @Test
    void shouldFailWhatWaitsWhenThereIsNoNextGeneration() {
        target.pause();
        TestExchange waiting = ask("1");
        assertNull(waiting.failure());
        waiting.outcome().whenComplete((answer, failure) -> onAnotherThread("2"));

        target.end();

        assertEquals(ErrorCode.PLUGIN_STOPPED, waiting.failure().code());
        assertEquals(ErrorCode.PLUGIN_STOPPED, ask("3").failure().code());
        assertTrue(first.taken().isEmpty());
    }

    /** Gives up, with a failure, rather than to hang. */
    private void onAnotherThread(String payload) {
        CompletableFuture.runAsync(() -> ask(payload)).orTimeout(30, TimeUnit.SECONDS).join();
    }
}
