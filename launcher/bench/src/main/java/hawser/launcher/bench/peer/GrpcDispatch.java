// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Operation;
import java.util.concurrent.Future;

/** gRPC's unary calls of a few bytes, answered in the same process. */
public final class GrpcDispatch implements Operation {
    private static final byte[] REQUEST = new byte[Integer.BYTES];
    private final GrpcEcho echo = GrpcEcho.open();
    private final int window;

    private GrpcDispatch(int window) throws Exception {
        this.window = window;
    }

    /** {@return with so many requests under way} */
    public static Operation of(int window) throws Exception {
        return new GrpcDispatch(window);
    }

    @Override
    public void run(int times) throws Exception {
        Window<Future<?>> open = new Window<>(window, Future::get);
        for (int i = 0; i < times; i++) {
            open.add(echo.ask(REQUEST));
        }
        open.drain();
    }

    @Override
    public void close() {
        echo.close();
    }
}
