// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Plugins and channels as managed beans of the platform; those of events are the router's. */
final class Beans implements AutoCloseable {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Parts parts;
    private final ObjectName plugins = new ObjectName("hawser.plugin:type=Plugins");
    private final ObjectName channels = new ObjectName("hawser.transport:type=Channels");

    Beans(Parts parts) throws JMException {
        this.parts = parts;
        // An object can be one managed bean only.
        server.registerMBean(new StandardMBean(this::pluginRows, PluginsMXBean.class, true), plugins);
        server.registerMBean(new StandardMBean(this::channelRows, ChannelsMXBean.class, true), channels);
    }

    @Override
    public void close() throws JMException {
        server.unregisterMBean(plugins);
        server.unregisterMBean(channels);
    }

    private List<PluginsMXBean.PluginRow> pluginRows() {
        return parts.host().map(PluginHost::list).orElse(List.of()).stream()
                .<PluginsMXBean.PluginRow>map(PluginFigures::of).toList();
    }

    private List<ChannelsMXBean.ChannelRow> channelRows() {
        return parts.channels().map(Channels::list).orElse(List.of()).stream()
                .<ChannelsMXBean.ChannelRow>map(ChannelFigures::of).toList();
    }

    /** Read once, so that a row is of one moment. */
    private record PluginFigures(String getName, String getVersion, String getState, String getReason,
            String getExecution, int getGeneration) implements PluginsMXBean.PluginRow {
        static PluginFigures of(PluginInfo plugin) {
            return new PluginFigures(plugin.name(), plugin.version(), plugin.state().name(),
                    plugin.reason().orElse(""), plugin.execution(), plugin.generation());
        }
    }

    /** Read once, so that a row is of one moment. */
    private record ChannelFigures(String getName, long getToNativeMessages, long getToNativeBytes,
            long getToRendererMessages, long getToRendererBytes, long getBackPressured, long getLost)
            implements ChannelsMXBean.ChannelRow {
        static ChannelFigures of(ChannelInfo channel) {
            ChannelInfo.Counts out = channel.toNative();
            ChannelInfo.Counts in = channel.toRenderer();
            return new ChannelFigures(channel.name(), out.messages(), out.bytes(), in.messages(), in.bytes(),
                    out.backPressured() + in.backPressured(),
                    out.losses() + in.losses() + out.rejected() + in.rejected());
        }
    }
}
