// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Notices the end of the process that holds the other end of a pipe, however that process ended. */
final class OwnerWatch {
    private OwnerWatch() {
    }

    /** {@return a future that completes when {@code pipe} has ended} */
    static CompletableFuture<Void> begin(InputStream pipe) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        Thread watch = new Thread(() -> {
            await(pipe);
            gone.complete(null);
        }, "hawser-owner");
        watch.setDaemon(true);
        watch.start();
        return gone;
    }

    private static void await(InputStream pipe) {
        try {
            while (pipe.read() >= 0) {
                continue; // nothing is ever sent
            }
        } catch (IOException e) {
            return; // broken is as good as ended
        }
    }
}
