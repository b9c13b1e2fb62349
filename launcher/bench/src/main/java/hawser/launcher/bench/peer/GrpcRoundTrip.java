// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.RoundTrip;
import java.util.concurrent.Future;

/** gRPC's unary calls. */
public final class GrpcRoundTrip implements RoundTrip {
    private final GrpcEcho echo = GrpcEcho.open();
    private final byte[] request;

    /** For requests of that length. */
    public GrpcRoundTrip(int length) throws Exception {
        request = new byte[length];
    }

    @Override
    public void exchange(long[] latencies) {
        for (int i = 0; i < latencies.length; i++) {
            long begin = System.nanoTime();
            echo.call(request);
            latencies[i] = System.nanoTime() - begin;
        }
    }

    @Override
    public void pipeline(int requests, int window) throws Exception {
        Window<Future<?>> open = new Window<>(window, Future::get);
        for (int i = 0; i < requests; i++) {
            open.add(echo.ask(request));
        }
        open.drain();
    }

    /** The server has threads of its own. */
    @Override
    public void echo(int requests) {
        // the server answers
    }

    @Override
    public void close() {
        echo.close();
    }
}
