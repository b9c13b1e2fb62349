// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelInfo;
import hawser.transport.channel.ChannelLayout;
import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelRole;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Channels;
import hawser.transport.channel.MessageChannel;
import hawser.transport.channel.OpenClaim;
import hawser.transport.channel.SharedMemoryChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Gives each bundle its own {@link Channels}, whose channels end with the bundle's use of it. */
@Component(service = { })
public final class ChannelsComponent implements ServiceFactory<Channels> {
    private final NativeMemory memory = new NativeMemory();
    private final List<MessageChannel> open = new CopyOnWriteArrayList<>();
    private final ServiceRegistration<Channels> registration;

    @Activate
    public ChannelsComponent(BundleContext context) {
        registration = context.registerService(Channels.class, this, null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
        open.forEach(MessageChannel::close);
        memory.close();
    }

    @Override
    public Channels getService(Bundle bundle, ServiceRegistration<Channels> given) {
        return new BundleChannels();
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<Channels> given, Channels channels) {
        ((BundleChannels) channels).close();
    }

    /** One bundle's channels. */
    private final class BundleChannels implements Channels {
        private final Set<MessageChannel> own = ConcurrentHashMap.newKeySet();

        @Override
        public SharedMemoryChannel create(String name, ChannelSizes sizes) {
            return create(name, sizes, ChannelOptions.defaults());
        }

        @Override
        public SharedMemoryChannel create(String name, ChannelSizes sizes, ChannelOptions options) {
            MappedChannel channel = MappedChannel.create(name, sizes, options, this::forget);
            return remember(channel);
        }

        @Override
        public MessageChannel attach(Path file, ChannelLayout layout, ChannelRole role, ChannelSizes sizes) {
            if (layout != ChannelLayout.MAILBOX) {
                throw new ChannelException("a named file must have the layout MAILBOX: layout=" + layout);
            }
            return remember(MailboxChannel.attach(file, role, sizes, ChannelOptions.defaults(), this::forget));
        }

        private <C extends MessageChannel> C remember(C channel) {
            own.add(channel);
            open.add(channel);
            return channel;
        }

        private void forget(MessageChannel channel) {
            own.remove(channel);
            open.remove(channel);
        }

        @Override
        public List<ChannelInfo> list() {
            return open.stream().map(MessageChannel::info).toList();
        }

        @Override
        public List<OpenClaim> claims() {
            return open.stream().filter(MappedChannel.class::isInstance).map(MappedChannel.class::cast)
                    .flatMap(channel -> channel.openClaims().stream()).toList();
        }

        void close() {
            own.forEach(MessageChannel::close);
        }
    }
}
