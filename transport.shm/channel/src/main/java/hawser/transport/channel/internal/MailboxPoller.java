// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.MessageHandler;
import java.util.concurrent.locks.LockSupport;

/** The thread that looks for a mailbox's messages: soon again after one, less often while there is none. */
final class MailboxPoller {
    private final MailboxReader reader;
    private final MessageHandler handler;
    private final CheckIntervals intervals;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile Runnable atEnd = () -> { };

    MailboxPoller(String name, MailboxReader reader, MessageHandler handler, CheckIntervals intervals) {
        this.reader = reader;
        this.handler = handler;
        this.intervals = intervals;
        this.thread = new Thread(this::run, "hawser-reader-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            int taken = reader.poll(handler);
            if (taken == MailboxReader.POISONED) {
                break;
            }
            if (!stopped) {
                LockSupport.parkNanos(this, taken > 0 ? intervals.fastNs() : intervals.slowNs());
            }
        }
        atEnd.run();
    }

    /** Lets a new interval count at once. */
    void lookNow() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread, then runs the action: at once and on this thread, unless this is the poller's own. */
    void stop(Runnable action) {
        if (Thread.currentThread() == thread) {
            atEnd = action;
            stopped = true;
            return;
        }
        stopped = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
        action.run();
    }
}
