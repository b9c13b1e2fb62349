// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.shell.internal.command.Progress;
import java.io.PrintStream;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The verbs of the control socket. */
final class InstanceControl implements RequestHandler {
    private static final int OK = 0;
    private static final int FAILED = 1;

    private final Readiness readiness;
    private final RequestHandler commands;
    private final Supplier<String> description;
    private final RequestGate gate;
    private final Runnable stop;

    /**
     * Joins what the verbs need.
     *
     * @param readiness what COMMAND and START wait for
     * @param commands carries out COMMAND
     * @param description the answer to STATUS
     * @param gate told by START that the instance no longer belongs to a client, and by LEAVE that this one leaves
     * @param stop called by STOP; returns at once
     */
    InstanceControl(Readiness readiness, RequestHandler commands, Supplier<String> description, RequestGate gate,
            Runnable stop) {
        this.readiness = readiness;
        this.commands = commands;
        this.description = description;
        this.gate = gate;
        this.stop = stop;
    }

    @Override
    public Running begin(ControlRequest request, PrintStream output, PrintStream error) {
        return switch (request.verb()) {
            case COMMAND -> whenReady(commands.begin(request, output, error), progress(request, error), error, true);
            case START -> start(request, error);
            case STOP -> immediate(stop);
            case STATUS -> immediate(() -> output.println(description.get()));
            case LEAVE -> answer(() -> gate.ownerLeaves() ? OK : FAILED);
        };
    }

    private Running start(ControlRequest request, PrintStream error) {
        gate.keep(); // already while it becomes ready, or its first owner's end would be its own
        return whenReady(immediate(() -> { }), progress(request, error), error, false);
    }

    /** At a terminal it is seen how many plugins are there. */
    private Supplier<Progress> progress(ControlRequest request, PrintStream error) {
        return () -> new Progress(request.columns() > 0 ? error : null, request.columns(), description);
    }

    /** What is asked of an instance that takes too long is done anyway, if that may be what helps it. */
    private Running whenReady(Running next, Supplier<Progress> progress, PrintStream error, boolean anyway) {
        return new Running() {
            @Override
            public int run() {
                try {
                    if (!isReady(progress)) {
                        error.println(readiness.excess());
                        return anyway ? next.run() : FAILED;
                    }
                    return next.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    error.println("interrupted before the instance was ready");
                    return FAILED;
                }
            }

            @Override
            public void cancel() {
                next.cancel();
            }
        };
    }

    private boolean isReady(Supplier<Progress> progress) throws InterruptedException {
        return progress.get().during(readiness::await);
    }

    private static Running immediate(Runnable work) {
        return answer(() -> {
            work.run();
            return OK;
        });
    }

    private static Running answer(IntSupplier work) {
        return new Running() {
            @Override
            public int run() {
                return work.getAsInt();
            }

            @Override
            public void cancel() {
                // it is over before anyone can ask for it
            }
        };
    }
}
