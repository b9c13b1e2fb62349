// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import hawser.plugin.host.PluginHost;
import hawser.transport.EventCatalog;
import hawser.transport.PluginKeyManager;
import hawser.transport.Transport;
import hawser.transport.channel.Channels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

/** The bundles of the distribution start, and each offers its services. */
public class StartIT extends InFelix {
    @Test
    public void shouldStartEveryBundle() {
        List<String> down = Stream.of(context.getBundles())
                .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                .map(Bundle::toString).toList();

        assertEquals(List.of(), down);
    }

    @Test
    public void shouldOfferTheServicesThatPluginsAndApplicationsUse() throws InterruptedException {
        for (Class<?> type : List.of(Transport.class, EventCatalog.class, PluginKeyManager.class, Channels.class,
                PluginHost.class)) {
            assertNotNull(service(type));
        }
    }
}
