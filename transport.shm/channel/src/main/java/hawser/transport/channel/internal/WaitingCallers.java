// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Threads that wait for something and would read meanwhile, but somebody else does. Thread-safe. */
final class WaitingCallers {
    /** One of them. */
    record Caller(Thread thread, BooleanSupplier waiting) {
    }

    private final Queue<Caller> callers = new ConcurrentLinkedQueue<>();
    /** Those who want to read, in the queue or about to be. */
    private final AtomicInteger count = new AtomicInteger();

    void enter() {
        count.incrementAndGet();
    }

    /** Between entering and leaving: from now on it is woken. */
    Caller queue(BooleanSupplier waiting) {
        Caller caller = new Caller(Thread.currentThread(), waiting);
        callers.add(caller);
        return caller;
    }

    void unqueue(Caller caller) {
        callers.remove(caller);
    }

    void leave() {
        count.decrementAndGet();
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    /** Wakes those who wait no more. */
    void wakeServed() {
        if (isEmpty()) {
            return;
        }
        for (Caller caller : callers) {
            if (!caller.waiting.getAsBoolean()) {
                LockSupport.unpark(caller.thread);
            }
        }
    }

    /** Wakes the one who has waited longest: whether there is one. */
    boolean wakeNext() {
        Caller next = isEmpty() ? null : callers.peek();
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
        return next != null;
    }

    void wakeAll() {
        callers.forEach(caller -> LockSupport.unpark(caller.thread));
    }
}
