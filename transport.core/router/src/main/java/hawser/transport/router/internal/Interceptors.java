// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.Interceptor;
import hawser.transport.TransportException;

/** Whoever wants to see each request, in the order in which they are asked. Thread-safe. */
final class Interceptors {
    private volatile Interceptor[] chain = {};

    /** From now on these, in an array that nobody changes any more. */
    void use(Interceptor[] others) {
        chain = others;
    }

    /** Asks each of them; false if one has ended the request. */
    boolean let(Request request) {
        Interceptor[] now = chain;
        return now.length == 0 || let(request, now);
    }

    private static boolean let(Request request, Interceptor[] chain) {
        request.share();
        for (Interceptor interceptor : chain) {
            show(request, interceptor);
            if (request.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Whatever it throws ends the request. */
    private static void show(Request request, Interceptor interceptor) {
        try {
            interceptor.intercept(request);
        } catch (TransportException e) {
            request.fail(e);
        } catch (Throwable e) {
            request.fail(TransportException.of(ErrorCode.INTERNAL_ERROR, "the interceptor "
                    + interceptor.getClass().getName() + " failed: " + e, request.event().name(), null, e));
        }
    }
}
