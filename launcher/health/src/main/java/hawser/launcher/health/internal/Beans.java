// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.Channels;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Plugins and channels as managed beans of the platform; those of events are the router's. */
final class Beans implements AutoCloseable {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> registered = new ArrayList<>();
    private final Parts parts;
    private final ObjectName plugins = new ObjectName("hawser.plugin:type=Plugins");
    private final ObjectName channels = new ObjectName("hawser.transport:type=Channels");

    Beans(Parts parts) throws JMException {
        this.parts = parts;
        // An object can be one managed bean only.
        register(new StandardMBean(this::pluginRows, PluginsMXBean.class, true), plugins);
        register(new StandardMBean(this::channelRows, ChannelsMXBean.class, true), channels);
    }

    /** All are there, or none: nobody closes what could not be made. */
    private void register(StandardMBean bean, ObjectName name) throws JMException {
        try {
            server.registerMBean(bean, name);
            registered.add(name);
        } catch (JMException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() throws JMException {
        for (ObjectName name : registered) {
            if (server.isRegistered(name)) { // whoever can reach the server can take a bean from it
                server.unregisterMBean(name);
            }
        }
    }

    private List<PluginsMXBean.PluginRow> pluginRows() {
        Map<String, Long> late = parts.host().map(PluginHost::lateAnswers).orElse(Map.of());
        return parts.host().map(PluginHost::list).orElse(List.of()).stream()
                .<PluginsMXBean.PluginRow>map(plugin ->
                        PluginFigures.of(plugin, late.getOrDefault(plugin.name(), 0L))).toList();
    }

    private List<ChannelsMXBean.ChannelRow> channelRows() {
        return parts.channels().map(Channels::list).orElse(List.of()).stream()
                .<ChannelsMXBean.ChannelRow>map(ChannelFigures::of).toList();
    }

    /** Read once, so that a row is of one moment. */
    private record PluginFigures(String getName, String getVersion, String getState, String getReason,
            String getExecution, int getGeneration, long getLateAnswers) implements PluginsMXBean.PluginRow {
        static PluginFigures of(PluginInfo plugin, long lateAnswers) {
            return new PluginFigures(plugin.name(), plugin.version(), plugin.state().name(),
                    plugin.reason().orElse(""), plugin.execution(), plugin.generation(),
                    lateAnswers);
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
