// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

/** What a reader does while nothing arrives. New constants may appear in a minor version. */
public enum IdleStrategy {
    /** Looks again without end: the least latency, for a whole processor. */
    BUSY,
    /** Looks again for about as long as a wake-up takes, then sleeps in the kernel until it is woken. */
    SPIN_THEN_SLEEP,
    /** Sleeps in the kernel at once: the least processor time. */
    SLEEP
}
