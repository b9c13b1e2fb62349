// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients for as long as the listener is open, also after it could not for a while. */
final class AcceptLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptLoop.class);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Listener listener;
    private final Consumer<SocketChannel> serve;
    private boolean failing;

    /** Where clients come from. */
    interface Listener {
        boolean isOpen();

        /** Waits for the next client. */
        SocketChannel accept() throws IOException;
    }

    /**
     * Joins the two ends.
     *
     * @param serve begins to serve a client and returns; if it throws, it has closed the client's connection
     */
    AcceptLoop(Listener listener, Consumer<SocketChannel> serve) {
        this.listener = listener;
        this.serve = serve;
    }

    @Override
    public void run() {
        while (listener.isOpen()) {
            try {
                serve.accept(listener.accept());
                failing = false;
            } catch (IOException | RuntimeException | Error e) { // out of files, of threads, of memory: it passes
                pause(e);
            }
        }
    }

    private void pause(Throwable failure) {
        if (!listener.isOpen()) {
            return;
        }
        if (!failing) {
            failing = true;
            LOG.error("the control socket accepts nobody for now: {}", failure.toString());
        }
        LockSupport.parkNanos(this, PAUSE_NS);
    }
}
