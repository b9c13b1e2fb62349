// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.transport.ErrorCode;
import hawser.transport.Exchange;
import hawser.transport.TransportException;
import hawser.transport.channel.RecordType;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A plugin without a thread: whoever commits a record for it runs it, and reads what came of it. */
final class InlinePlugin extends InProcessPlugin {
    /*
     * The core knows who is inside the plugin; the gate knows who is inside the core, which must be nobody when the
     * plugin is unloaded. A caller leaves the gate before it reads: handlers of answers may do anything, such as to
     * stop this plugin.
     *
     * A short request goes past the channel if nobody else is inside: the core finds it in the area, and leaves the
     * answer there. What does not is committed to the channel first; whoever is inside handles it before it leaves.
     *
     * A call handles all that is committed, not only the caller's own record: another caller's, which lies behind, may
     * have been committed before, and its caller have looked when the ring could not be read that far yet.
     *
     * The core wakes nobody for what was sent inside a call, so every call is followed by a look at the channel.
     *
     * Whoever waits for the plugin with a deadline, to start or to stop it, lets another thread be inside.
     */
    private static final int ALL = 0;
    private static final byte[] NOTHING = new byte[0];
    private static final int ATTEMPTS = 16;
    private static final long RETRY_NS = 1_000_000;
    private static final long RETURN_NS = 1_000_000_000;

    private final InlineThreads threads;
    private final Gate gate = new Gate();
    /** Then a request needs a correlation, which it has in the channel only. */
    private final boolean answersLater;
    private volatile SharedMemoryChannel channel;
    private InlineArea area;
    /** The same, for those who ask; null while asks are held. */
    private volatile InlineArea open;
    private Future<?> beat;

    InlinePlugin(LibraryFile library, LibraryImages images, InlineThreads threads) {
        super(library, images);
        this.threads = threads;
        this.answersLater = extensions().contains(Extension.REQUESTS);
    }

    @Override
    public void start(SharedMemoryChannel itsChannel, int keyHandle, PluginPlan plan) {
        PluginTimes times = plan.times();
        channel = itsChannel;
        String failure = threads.await(() -> begin(keyHandle, plan), times.initializeNs(), () -> {
            NativeCore.hawser_plugin_stop(address, 0);
            return "initialize must return in time: that of " + name() + " has not within "
                    + TimeUnit.NANOSECONDS.toMillis(times.initializeNs()) + " ms";
        });
        if (failure != null) {
            gate.close();
            throw new PluginException(failure);
        }
        area = new InlineArea(address);
        open = area;
        itsChannel.poll();
        if (times.updateNs() > 0) {
            beat = threads.repeat(this::update, times.updateNs());
        }
    }

    /** The reason if it failed, which the core tells to the thread that it failed on. */
    private String begin(int keyHandle, PluginPlan plan) {
        int result = NativeCore.hawser_plugin_start_inline(address, channel.descriptor(), channel.length(), keyHandle,
                plan.times().sendTimeoutNs(), plan.overflow());
        return result == 0 ? null : NativeCore.hawser_error();
    }

    @Override
    public boolean ask(Exchange exchange, byte[] payload, Answers answers) {
        InlineArea free = open;
        if (free == null || answersLater || !InlineThreads.mayCall() || !free.enter(payload.length)) {
            return false;
        }
        byte[] answer = NOTHING;
        int flags;
        int length;
        try {
            length = free.ask(payload);
            answer = length > 0 ? free.answer(length) : NOTHING;
            flags = free.flags();
        } finally {
            free.leave();
        }
        return length != NativeCore.BUSY && length != NativeCore.REFUSED
                && end(exchange, length, flags, answer, answers);
    }

    private boolean end(Exchange exchange, int length, int flags, byte[] answer, Answers answers) {
        if (flags != 0) {
            readWhatWasSent(flags);
        }
        answers.end(exchange, length >= 0 ? RecordType.RESPONSE
                : length == NativeCore.TOO_LARGE ? RecordType.TOO_LARGE : RecordType.NO_RESPONSE, answer);
        return true;
    }

    private void readWhatWasSent(int flags) {
        if (InlineArea.isToBeRead(flags)) {
            channel.poll();
        }
        if (InlineArea.isToBeCalledAgain(flags)) {
            moveOverflow();
        }
    }

    @Override
    public void holdAsks() {
        open = null;
    }

    @Override
    public void admitAsks() {
        if (area != null) {
            area.open();
            open = area;
        }
    }

    /** The area is closed as soon as nobody is there. */
    @Override
    public boolean isQuiet() {
        return area == null || area.close(0);
    }

    @Override
    public void committed(int type, long correlation) {
        if (InlineThreads.mayCall()) {
            call();
        } else {
            threads.run(this::call);
        }
    }

    @Override
    public boolean makeRoom() {
        if (InlineThreads.mayCall()) {
            return run() != NativeCore.CYCLE;
        }
        threads.run(this::run);
        return false;
    }

    private void call() {
        if (run() == NativeCore.CYCLE) {
            throw cycle();
        }
    }

    /** Has it handle what was committed, and reads what came of that: what the core says. */
    private int run() {
        int result = enter();
        channel.poll();
        if (result >= NativeCore.AGAIN) {
            moveOverflow();
        }
        return result;
    }

    /** Nobody is let in while the plugin is stopped: whoever stops it handles what was committed. */
    private int enter() {
        if (!gate.enter()) {
            return 0;
        }
        try {
            return NativeCore.hawser_plugin_call(address, ALL, 0);
        } finally {
            gate.leave();
        }
    }

    private TransportException cycle() {
        return TransportException.of(ErrorCode.INTERNAL_ERROR, "a thread must have returned from a plugin with "
                + "execution=inline before it asks it again: the calling thread is inside plugin " + name()
                + "; ask from another thread, or use execution=thread", null, name(), null);
    }

    /** There is room once the channel was read; somebody else may be about to. */
    private void moveOverflow() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int result = enter();
            channel.poll();
            if (result < NativeCore.AGAIN) {
                return;
            }
        }
        threads.runLater(this::moveOverflow, RETRY_NS);
    }

    private void update() {
        if (!gate.enter()) {
            return;
        }
        int result;
        try {
            result = NativeCore.hawser_plugin_update(address);
        } finally {
            gate.leave();
        }
        channel.poll();
        if (result >= NativeCore.AGAIN) {
            moveOverflow();
        }
    }

    @Override
    public boolean isIdle() {
        return !answersLater && gate.isEmpty();
    }

    @Override
    public boolean stop(PluginTimes times) {
        gate.close();
        if (beat != null) {
            beat.cancel(false);
        }
        return hasStopped(times.shutdownNs());
    }

    /** One that hung may have come back; then its shutdown, too, may take its time. */
    @Override
    boolean hasStopped() {
        return hasStopped(RETURN_NS);
    }

    private boolean hasStopped(long timeoutNs) {
        if (area != null && !area.close(timeoutNs)) {
            NativeCore.hawser_plugin_stop(address, 0); // closes its callbacks
            return false;
        }
        boolean stopped = threads.await(() -> NativeCore.hawser_plugin_stop(address, timeoutNs), timeoutNs, () ->
                NativeCore.hawser_plugin_stop(address, 0)) != NativeCore.HUNG;
        while (stopped && !gate.isEmpty()) {
            Thread.onSpinWait(); // who is still inside the core finds the plugin stopped and leaves
        }
        return stopped;
    }
}
