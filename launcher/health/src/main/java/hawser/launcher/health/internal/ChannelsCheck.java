// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.OpenLease;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.OpenClaim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether channels deliver what they are given, and whether someone forgot to close one. Thread-safe. */
final class ChannelsCheck implements HealthCheck {
    static final long FORGOTTEN_NS = TimeUnit.MINUTES.toNanos(10);

    /** The traffic that was seen last, and since when there was no other. */
    private record Seen(long messages, long sinceNs) {
    }

    private final Parts parts;
    private final LongSupplier clock;
    private final LongSupplier leaseDeadlineNs;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<OpenClaim, Long> claims = new HashMap<>();

    /** What is claimed or requested is sent in microseconds: by the deadline by whoever has not forgotten it. */
    ChannelsCheck(Parts parts, LongSupplier clock, LongSupplier leaseDeadlineNs) {
        this.parts = parts;
        this.clock = clock;
        this.leaseDeadlineNs = leaseDeadlineNs;
    }

    @Override
    public synchronized Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (parts.channels().isEmpty()) {
            log.critical("The service Channels is required and not there: start the bundle hawser.transport.channel");
            return new Result(log);
        }
        List<ChannelInfo> channels = parts.channels().get().list();
        Set<String> plugins = parts.host().map(PluginHost::list).orElse(List.of()).stream()
                .map(PluginInfo::name).collect(Collectors.toSet());
        seen.keySet().retainAll(channels.stream().map(ChannelInfo::name).toList());
        for (ChannelInfo channel : channels) {
            judge(channel, plugins.contains(channel.name()), log);
        }
        judgeClaims(parts.channels().get().claims(), log);
        parts.host().map(PluginHost::leases).orElse(List.of()).forEach(lease -> judge(lease, log));
        log.info("{}", Count.of(channels.size(), "channel"));
        return new Result(log);
    }

    private void judge(ChannelInfo channel, boolean ofPlugin, FormattingResultLog log) {
        ChannelInfo.Counts all = channel.toNative().plus(channel.toRenderer());
        if (all.losses() > 0) {
            log.warn("Channel {} has lost {} messages whose sender could not be told: see channel:stats {} and the log",
                    channel.name(), all.losses(), channel.name());
        }
        if (all.rejected() > 0) {
            log.warn("Channel {} has refused {} messages that were malformed: its peer is faulty", channel.name(),
                    all.rejected());
        }
        if (all.backPressured() > 0) {
            log.info("Channel {} had no room {} times: the receiver is slower than the sender at times",
                    channel.name(), all.backPressured());
        }
        long idleNs = idleNs(channel.name(), all.messages());
        if (!ofPlugin && idleNs >= FORGOTTEN_NS) {
            log.warn("Channel {} belongs to no plugin and has been idle for {} min: close it (channel:close {}) if "
                    + "it was forgotten", channel.name(), TimeUnit.NANOSECONDS.toMinutes(idleNs), channel.name());
        }
    }

    /** Nothing ends a claim but its thread: all that is sent behind it waits. */
    private void judgeClaims(List<OpenClaim> open, FormattingResultLog log) {
        long nowNs = clock.getAsLong();
        claims.keySet().retainAll(open);
        for (OpenClaim claim : open) {
            long openNs = nowNs - claims.computeIfAbsent(claim, first -> nowNs);
            if (openNs >= leaseDeadlineNs.getAsLong()) {
                log.warn("Channel {}: {} bytes were claimed by thread {} and are neither committed nor aborted since "
                        + "{} ms; what is sent behind them waits", claim.channel(), claim.length(), claim.thread(),
                        TimeUnit.NANOSECONDS.toMillis(openNs));
            }
        }
    }

    /** On the plugin's main thread it is lost with the call's return, so that its call has not returned either. */
    private void judge(OpenLease lease, FormattingResultLog log) {
        if (lease.age().toNanos() >= leaseDeadlineNs.getAsLong()) {
            log.warn("Plugin {} must send each buffer that it requests: {} not sent, the first since {} ms; it has "
                    + "forgotten it, or hangs, and the memory is held until it is sent or the plugin ends",
                    lease.plugin(), lease.count(), lease.age().toMillis());
        }
    }

    /** As far as it has been looked at. */
    private long idleNs(String name, long messages) {
        long nowNs = clock.getAsLong();
        Seen before = seen.get(name);
        if (before == null || before.messages() != messages) {
            seen.put(name, new Seen(messages, nowNs));
            return 0;
        }
        return nowNs - before.sinceNs();
    }
}
