// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

/** What the process answers to whoever started it. */
final class ExitCodes {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_STARTED = 3;
    static final int NOT_RUNNING = 3;
    /** Of a server that found the folder in use by another; only the client that started it sees this. */
    static final int IN_USE = 75;

    private ExitCodes() {
    }
}
