// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import hawser.launcher.shell.internal.control.RequestHandler.Running;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's request, from its first frame to the exit code. */
final class ControlConnection {
    /* The calling thread reads: after the request nothing but the end of the connection can come, and that end cancels
     * the work. The work runs on a thread of its own. Whichever is first, the exit code sent or the client gone, leaves
     * the gate; work that does not heed its cancelling is not waited for. */

    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final int FAILED = 1;

    private final FrameChannel channel;
    private final RequestHandler handler;
    private final RequestGate gate;

    ControlConnection(FrameChannel channel, RequestHandler handler, RequestGate gate) {
        this.channel = channel;
        this.handler = handler;
        this.gate = gate;
    }

    /** Serves the connection until it ends. */
    void serve() {
        try (channel) {
            Optional<Frame> first = channel.read();
            if (first.isPresent()) {
                gate.enter().ifPresent(pass -> serve(first.get(), pass));
            }
        } catch (IOException e) {
            LOG.debug("a control connection ended: {}", e.getMessage());
        }
    }

    private void serve(Frame first, RequestGate.Pass pass) {
        try (pass) {
            channel.write(new Frame(Frame.Type.ACCEPTED, new byte[0]));
            PrintStream output = stream(Frame.Type.OUTPUT);
            PrintStream error = stream(Frame.Type.ERROR);
            Running running = handler.begin(ControlRequest.of(first), output, error);
            Thread worker = new Thread(() -> work(running, output, error), "hawser-request");
            worker.setDaemon(true);
            worker.start();
            awaitEnd();
            running.cancel();
            worker.interrupt();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("a control request was dropped: {}", e.getMessage());
        }
    }

    /** Returns when the client has gone, or when the worker has closed the channel. */
    private void awaitEnd() {
        try {
            while (channel.read().isPresent()) {
                LOG.debug("a frame after the request was ignored");
            }
        } catch (IOException e) {
            LOG.trace("the control connection was closed: {}", e.getMessage());
        }
    }

    private void work(Running running, PrintStream output, PrintStream error) {
        int code = FAILED;
        try {
            code = running.run();
            output.flush();
        } catch (RuntimeException | Error e) {
            error.println(e instanceof RuntimeException && e.getMessage() != null ? e.getMessage() : e.toString());
            LOG.error("a control request failed", e);
        } finally {
            finish(code); // whatever happened, or the client would wait for ever
        }
    }

    private void finish(int code) {
        try (channel) {
            channel.write(Frame.exit(code));
        } catch (IOException e) {
            LOG.debug("the client did not wait for its exit code {}: {}", code, e.getMessage());
        }
    }

    private PrintStream stream(Frame.Type type) {
        return new PrintStream(new BufferedOutputStream(new FrameStream(channel, type)), true, StandardCharsets.UTF_8);
    }
}
