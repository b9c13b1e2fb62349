// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

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
    /** What is claimed is written and committed in microseconds; nobody takes so long who goes on. */
    static final long CLAIM_NS = TimeUnit.SECONDS.toNanos(10);

    /** The traffic that was seen last, and since when there was no other. */
    private record Seen(long messages, long sinceNs) {
    }

    private final Parts parts;
    private final LongSupplier clock;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<OpenClaim, Long> claims = new HashMap<>();

    ChannelsCheck(Parts parts, LongSupplier clock) {
        this.parts = parts;
        this.clock = clock;
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
        log.info("{} channels", channels.size());
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
            if (openNs >= CLAIM_NS) {
                log.warn("Channel {}: {} bytes were claimed by thread {} and are neither committed nor aborted since "
                        + "{} s; what is sent behind them waits", claim.channel(), claim.length(), claim.thread(),
                        TimeUnit.NANOSECONDS.toSeconds(openNs));
            }
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
