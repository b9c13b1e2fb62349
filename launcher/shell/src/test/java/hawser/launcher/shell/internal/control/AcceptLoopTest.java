// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** What becomes of the clients when files or threads run out. */
class AcceptLoopTest {
    private int accepts;
    private int served;

    private final class Scarce implements AcceptLoop.Listener {
        @Override
        public boolean isOpen() {
            return served < 2;
        }

        @Override
        public SocketChannel accept() throws IOException {
            accepts++;
            if (accepts == 1) {
                throw new IOException("Too many open files");
            }
            return null;
        }
    }

    private void serve(SocketChannel client) {
        served++;
        if (served == 1) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    @Test
    void shouldGoOnWhenAcceptingOrServingFailed() {
        new AcceptLoop(new Scarce(), this::serve).run();

        assertEquals(3, accepts);
        assertEquals(2, served);
    }
}
