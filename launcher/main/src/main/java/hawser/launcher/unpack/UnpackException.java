// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.unpack;

/** Why the distribution cannot be unpacked or used: what was required, what was found, what to do. */
final class UnpackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnpackException(String message) {
        super(message);
    }

    UnpackException(String message, Throwable cause) {
        super(message, cause);
    }
}
