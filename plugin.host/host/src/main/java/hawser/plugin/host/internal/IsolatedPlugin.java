// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginInfo;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin in a process of its own: the runner's pump reads and writes the same channel. */
final class IsolatedPlugin implements LoadedPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(IsolatedPlugin.class);
    private static final int READ_AT_ONCE = 16 * 1024;
    private static final int READS_MOST = (1 << 20) / READ_AT_ONCE;
    private static final int REPORT_LENGTH = 96 * 1024;
    private static final int STREAMS = 2;
    private static final int NO_CHANNEL = -1;

    private final String name;
    private final String version;
    private final int apiVersion;
    private final Set<Extension> extensions;
    private final ProcessWatch watch;
    private final long hangNs;
    /** Whoever has it speaks with the runner; taken before this object's lock. */
    private final Object control = new Object();
    private final List<PluginOutput> outputs = new ArrayList<>();
    /* Under this object's lock, so that nobody uses an address that was freed. */
    private long address;
    private boolean told;
    private final Consumer<IsolatedPlugin> gone;
    private Consumer<Crash> onCrash = crash -> { };
    private boolean serving;
    private long pulse = -1;
    private long pulseSinceNs;

    /** The consumer is told when it was unloaded. */
    IsolatedPlugin(long address, ProcessWatch watch, IsolationSettings settings, Consumer<IsolatedPlugin> gone) {
        this.gone = gone;
        this.address = address;
        this.name = NativeCore.hawser_process_name(address);
        this.version = NativeCore.hawser_process_version(address);
        this.apiVersion = NativeCore.hawser_process_api_version(address);
        this.extensions = Extension.of(NativeCore.hawser_process_extensions(address));
        this.watch = watch;
        this.hangNs = settings.hangNs();
        Logger log = LoggerFactory.getLogger(PluginInfo.logger(name));
        outputs.add(new PluginOutput(line -> log.info("[{}] {}", name, line), System::nanoTime,
                settings.outputRate()));
        outputs.add(new PluginOutput(line -> log.warn("[{}] {}", name, line), System::nanoTime,
                settings.outputRate()));
        watch.add(this, address);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public int apiVersion() {
        return apiVersion;
    }

    @Override
    public Set<Extension> extensions() {
        return extensions;
    }

    @Override
    public void start(SharedMemoryChannel channel, int keyHandle, PluginPlan plan) {
        PluginTimes times = plan.times();
        channel.onFailure(failure -> condemn(failure.getMessage()));
        int result = NativeCore.hawser_process_start(address(), channel.descriptor(), channel.length(), keyHandle,
                times.updateNs(), times.sendTimeoutNs(), times.initializeNs());
        if (result != 0) {
            expectEnd();
            throw new PluginException(NativeCore.hawser_error() + Crash.lastOf(lastLines()));
        }
        synchronized (this) {
            serving = true;
        }
    }

    @Override
    public synchronized void onCrash(Consumer<Crash> listener) {
        onCrash = listener;
    }

    @Override
    public boolean condemn(String why) {
        kill("was killed, for it overwrote its channel: " + why);
        return true;
    }

    /** A process that does not come back in time is killed: it always comes back. */
    @Override
    public boolean stop(PluginTimes times) {
        expectEnd();
        synchronized (control) {
            if (NativeCore.hawser_process_stop(address(), times.shutdownNs()) != 0) {
                LOG.warn("Plugin {}: {}", name, NativeCore.hawser_error());
            }
        }
        return true;
    }

    @Override
    public boolean giveRing(long correlation, SharedMemoryChannel channel) {
        return giveRing(correlation, channel.descriptor(), channel.length());
    }

    @Override
    public void takeRingBack(long correlation) {
        giveRing(correlation, NO_CHANNEL, 0);
    }

    private boolean giveRing(long correlation, int channel, long length) {
        synchronized (control) {
            return isServing() && NativeCore.hawser_process_give_ring(address(), correlation, channel, length,
                    hangNs) == 0;
        }
    }

    private synchronized boolean isServing() {
        return serving && !told;
    }

    @Override
    public Unloaded unload() {
        long freed = address();
        if (freed != 0) {
            expectEnd();
            watch.remove(this, freed);
            gone.accept(this);
            free(freed);
            outputs.forEach(PluginOutput::end);
        }
        return Unloaded.GONE;
    }

    private void free(long freed) {
        synchronized (control) {
            synchronized (this) {
                address = 0;
                NativeCore.hawser_process_kill_for(freed, "was killed, for it is not used");
                NativeCore.hawser_process_await_end(freed, -1);
                drain(freed);
                NativeCore.hawser_process_free(freed);
            }
        }
    }

    /* ---- faults on purpose ---- */

    /** {@return its process's id, or 0 if that is gone} */
    synchronized long processId() {
        return address == 0 ? 0 : NativeCore.hawser_process_id(address);
    }

    /** It does not run at all, or goes on. */
    synchronized void halt(boolean halted) {
        if (address != 0) {
            NativeCore.hawser_process_halt(address, halted ? 1 : 0);
        }
    }

    /** It waits before each message. */
    synchronized void slow(long waitNs) {
        if (address != 0) {
            NativeCore.hawser_process_slow(address, waitNs);
        }
    }

    /** Its channel is overwritten. */
    synchronized void corrupt() {
        if (address != 0 && NativeCore.hawser_process_corrupt(address) != 0) {
            throw new PluginException(NativeCore.hawser_error());
        }
    }

    synchronized void kill(String why) {
        if (address != 0) {
            NativeCore.hawser_process_kill_for(address, why);
        }
    }

    private synchronized long address() {
        return address;
    }

    /** From now on its end is no crash. */
    private synchronized void expectEnd() {
        told = true;
    }

    /* ---- from the watch ---- */

    /** There is something to be read from that stream. */
    synchronized void read(int stream) {
        if (address != 0) {
            readSome(address, stream);
        }
    }

    private int readSome(long from, int stream) {
        byte[] bytes = new byte[READ_AT_ONCE];
        int length = NativeCore.hawser_process_read(from, stream, bytes, bytes.length);
        outputs.get(stream).add(bytes, Math.max(length, 0));
        return length;
    }

    /** What an ended process has left: no more than a pipe holds, whoever else may still write to it. */
    private void drain(long from) {
        for (int stream = 0; stream < STREAMS; stream++) {
            int reads = 0;
            while (reads < READS_MOST && readSome(from, stream) > 0) {
                reads++;
            }
        }
    }

    /** Its process is gone. */
    void ended() {
        Crash crash;
        Consumer<Crash> listener;
        synchronized (this) {
            if (address == 0) {
                return;
            }
            watch.remove(this, address);
            String ended = NativeCore.hawser_process_await_end(address, -1); // with all that it started
            drain(address);
            if (told) {
                return;
            }
            told = true;
            listener = onCrash;
            crash = new Crash(ended, report(), lastLines());
        }
        listener.accept(crash);
    }

    @Override
    public synchronized Lent lent() {
        return address == 0 || told || !serving ? Lent.NOTHING
                : new Lent(NativeCore.hawser_process_lent(address), NativeCore.hawser_process_lent_for(address));
    }

    private String report() {
        byte[] bytes = new byte[REPORT_LENGTH];
        int length = NativeCore.hawser_process_report(address, bytes, bytes.length);
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private List<String> lastLines() {
        List<String> lines = new ArrayList<>(outputs.get(0).last());
        lines.addAll(outputs.get(1).last());
        return lines;
    }

    /** Kills it if it has been inside one call, or has left its messages unread, for too long. */
    synchronized void checkPulse(long nowNs) {
        if (address == 0 || told || !serving) {
            return; // initialize and shutdown have deadlines of their own
        }
        long now = NativeCore.hawser_process_pulse(address);
        if (now < 0 || now != pulse) {
            pulse = now;
            pulseSinceNs = nowNs;
        } else if (nowNs - pulseSinceNs >= hangNs) {
            kill("was killed, for it had not gone on within " + TimeUnit.NANOSECONDS.toMillis(hangNs) + " ms");
        }
    }
}
