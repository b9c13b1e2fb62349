// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

/** A call that is not carried out: as an HTTP status, and in words. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int WRONG_METHOD = 405;
    static final int TOO_LARGE = 413;
    static final int FAILED = 422;
    static final int BUSY = 503;

    private final int status;
    private final String code;

    /**
     * A refusal.
     *
     * @param status for HTTP
     * @param code as of a {@code TransportException}, in capitals
     * @param message what was required, what was found, what to do
     */
    Refusal(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
