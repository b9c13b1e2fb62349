// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.ControlRequest.Verb;
import hawser.launcher.shell.internal.control.RequestHandler.Running;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What each verb waits for and does. */
class InstanceControlTest {
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final AtomicInteger stops = new AtomicInteger();
    private final RequestGate gate = new RequestGate(true, stops::incrementAndGet);
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final PrintStream output = new PrintStream(text, true, StandardCharsets.UTF_8);
    private final InstanceControl control = new InstanceControl(new Readiness(started, () -> settled),
            (request, out, error) -> exit(7), () -> "described", gate, stops::incrementAndGet);

    private static Running exit(int code) {
        return new Running() {
            @Override
            public int run() {
                return code;
            }

            @Override
            public void cancel() {
                throw new AssertionError("nobody asked for it");
            }
        };
    }

    private Running begin(Verb verb) {
        return control.begin(new ControlRequest(verb, "", "", 0), output, output);
    }

    @Test
    void shouldRunTheCommandWhenStartedAndSettled() throws Exception {
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(begin(Verb.COMMAND)::run);

        started.complete(null);
        boolean early = code.isDone();
        settled.complete(null);

        assertFalse(early);
        assertEquals(7, code.get());
    }

    @Test
    void shouldDescribeAtOnceWhenNotYetStarted() {
        assertEquals(0, begin(Verb.STATUS).run());
        assertEquals("described", text.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void shouldKeepTheInstanceWhenStartIsAskedForWhileItBecomesReady() {
        begin(Verb.START);

        gate.ownerGone();

        assertEquals(0, stops.get());
    }

    @Test
    void shouldEndAStartThatTakesTooLongAndStillRunCommands() {
        started.complete(null);
        InstanceControl impatient = new InstanceControl(new Readiness(started, () -> settled, Duration.ofNanos(1)),
                (request, out, error) -> exit(7), () -> "described", gate, stops::incrementAndGet);

        assertEquals(1, impatient.begin(new ControlRequest(Verb.START, "", "", 0), output, output).run());
        assertTrue(text.toString(StandardCharsets.UTF_8).contains("plugin:list shows which"));
        assertEquals(7, impatient.begin(new ControlRequest(Verb.COMMAND, "", "", 0), output, output).run());
    }

    @Test
    void shouldStopAtOnceWhenNotYetStarted() {
        assertEquals(0, begin(Verb.STOP).run());
        assertEquals(1, stops.get());
    }

    @Test
    void shouldSayWhetherItStaysWhenTheOwnerLeaves() {
        RequestGate.Pass other = gate.enter().orElseThrow();
        RequestGate.Pass farewell = gate.enter().orElseThrow();

        assertEquals(1, begin(Verb.LEAVE).run());
        other.close();
        assertEquals(0, stops.get());
        farewell.close();
        assertTrue(gate.enter().isEmpty());
    }
}
