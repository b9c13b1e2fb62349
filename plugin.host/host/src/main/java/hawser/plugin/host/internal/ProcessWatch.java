// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that hears what isolated plugins write, when they end, and whether they hang. Thread-safe. */
final class ProcessWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessWatch.class);
    private static final int KINDS = 4;
    private static final int END = 2;
    private static final int AT_ONCE = 64;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final int watch;
    private final Map<Long, IsolatedPlugin> plugins = new HashMap<>();
    private long lastId;
    private Thread thread;
    private boolean closed;

    ProcessWatch() {
        watch = NativeCore.hawser_watch_open();
        if (watch < 0) {
            throw new IllegalStateException(NativeCore.hawser_error());
        }
    }

    /** From now on its output is read and its end is told. */
    synchronized void add(IsolatedPlugin plugin, long address) {
        startThread();
        lastId++;
        if (NativeCore.hawser_watch_add(watch, address, lastId) != 0) {
            throw new IllegalStateException(NativeCore.hawser_error());
        }
        plugins.put(lastId, plugin);
    }

    /** Looks only when whoever has this lock lets go of it. */
    private void startThread() {
        if (thread == null) {
            Thread starting = new Thread(this::run, "hawser-process-watch");
            starting.setDaemon(true);
            starting.start(); // throws where there may be no more threads
            thread = starting;
        }
    }

    synchronized void remove(IsolatedPlugin plugin, long address) {
        NativeCore.hawser_watch_remove(watch, address);
        plugins.values().remove(plugin);
    }

    private void run() {
        long[] found = new long[AT_ONCE];
        long looked = System.nanoTime();
        WatchedTime watched = new WatchedTime(looked);
        while (goesOn()) {
            int count = NativeCore.hawser_watch_await(watch, found, AT_ONCE, LOOK_NS);
            for (int i = 0; i < count; i++) {
                tell(found[i]);
            }
            long now = System.nanoTime();
            if (now - looked >= LOOK_NS) {
                looked = now;
                long watchedNs = watched.look(now, 2 * LOOK_NS);
                all().forEach(plugin -> goOnAfter(plugin, () -> plugin.checkPulse(watchedNs)));
            }
        }
    }

    private void tell(long found) {
        IsolatedPlugin plugin = plugin(found / KINDS);
        int kind = (int) (found % KINDS);
        if (plugin != null && kind == END) {
            goOnAfter(plugin, plugin::ended);
        } else if (plugin != null) {
            goOnAfter(plugin, () -> plugin.read(kind));
        }
    }

    /** Whatever comes of one, the others are watched: also where there is no memory, or no thread. */
    private static void goOnAfter(IsolatedPlugin plugin, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.error("What plugin {} said could not be dealt with", plugin.name(), e);
        }
    }

    private synchronized IsolatedPlugin plugin(long id) {
        return plugins.get(id);
    }

    private synchronized List<IsolatedPlugin> all() {
        return List.copyOf(plugins.values());
    }

    /** Without plugins there is no thread. */
    private synchronized boolean goesOn() {
        if (plugins.isEmpty()) {
            thread = null;
            notifyAll();
            if (closed) {
                NativeCore.hawser_memory_close(watch);
            }
            return false;
        }
        return true;
    }

    /** No plugin may be watched any more; returns when its thread has left native code. */
    @Override
    public synchronized void close() {
        closed = true;
        if (thread == null) {
            NativeCore.hawser_memory_close(watch);
        }
        while (thread != null) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
