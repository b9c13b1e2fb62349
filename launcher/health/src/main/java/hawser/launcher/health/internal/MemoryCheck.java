// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import com.sun.management.UnixOperatingSystemMXBean;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether there is enough of what runs out: heap, descriptors, and locks that nobody will ever release. */
record MemoryCheck(Parts parts) implements HealthCheck {
    private static final double NEARLY = 0.9;

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        heap(log);
        descriptors(log);
        deadlocks(log);
        long shared = parts.channels().map(Channels::list).orElse(List.of()).stream().map(ChannelInfo::sizes)
                .mapToLong(sizes -> sizes.toNative() + sizes.toRenderer()).sum();
        log.info("{} of channels", FormattingResultLog.bytesHumanReadable(shared));
        return new Result(log);
    }

    private static void heap(FormattingResultLog log) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        if (heap.getMax() > 0 && heap.getUsed() > NEARLY * heap.getMax()) {
            log.warn("The heap has {} of {} in use: raise -Xmx in HAWSER_OPTS, or see what holds it",
                    FormattingResultLog.bytesHumanReadable(heap.getUsed()),
                    FormattingResultLog.bytesHumanReadable(heap.getMax()));
        }
        log.info("{} of heap in use", FormattingResultLog.bytesHumanReadable(heap.getUsed()));
    }

    private static void descriptors(FormattingResultLog log) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long open = system.getOpenFileDescriptorCount();
            if (open > NEARLY * system.getMaxFileDescriptorCount()) {
                log.critical("{} of {} descriptors are open: raise the limit (ulimit -n, LimitNOFILE=)", open,
                        system.getMaxFileDescriptorCount());
            }
            log.info("{} open", Count.of(open, "descriptor"));
        }
    }

    private static void deadlocks(FormattingResultLog log) {
        long[] threads = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        if (threads != null) {
            log.critical("{} threads wait for each other for ever: jcmd {} Thread.print shows where", threads.length,
                    ProcessHandle.current().pid());
        }
    }
}
