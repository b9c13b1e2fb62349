// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

/** Waiting for threads that must have ended before their memory may go. */
final class Threads {
    private Threads() {
    }

    /** Waits until it has ended, unless it is this one; an interrupt is told afterwards. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The memory must not go while the thread uses it.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
