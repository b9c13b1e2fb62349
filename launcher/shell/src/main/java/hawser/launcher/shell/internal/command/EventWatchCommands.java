// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.transport.Codec;
import hawser.transport.EventCatalog;
import hawser.transport.Interceptor;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code event:watch}: what is sent, by whom, and how it ends. */
@Component(service = EventWatchCommands.class)
@GogoCommand(scope = "event", function = "watch")
public final class EventWatchCommands {
    private final BundleContext context;
    private final EventCatalog catalog;
    private final PayloadText payloads;

    @Activate
    public EventWatchCommands(BundleContext context, @Reference EventCatalog catalog,
            @Reference(target = "(" + Codec.MEDIA_TYPE + "=application/json)") Codec codec) {
        this.context = context;
        this.catalog = catalog;
        this.payloads = new PayloadText(codec);
    }

    /**
     * Prints a line for each request that ends, until it is interrupted.
     *
     * @param limit how many are enough; negative for all
     * @param names of events; none means all
     * @throws InterruptedException if it was interrupted: then nothing is watched any longer
     */
    @Descriptor("prints each request of an event, or of all, when it ends: when, who asked, what, and the answer; "
            + "Ctrl-C ends it. The requests go their way as without it: what comes faster than it can be shown is left "
            + "out and counted")
    @Example({"event:watch echo:message:send", "event:watch --limit 10", "event:watch | grep TIMEOUT"})
    public void watch(@Descriptor("N: end after so many")
            @Parameter(names = "--limit", absentValue = "-1") long limit,
            @Descriptor("[NAME...]: the events' names; without, all are watched")
            @Candidates(Candidates.EVENT) String... names) throws InterruptedException {
        for (String name : names) {
            if (catalog.find(name).isEmpty()) {
                throw Unknown.name("event", name,
                        catalog.entries().stream().map(entry -> entry.event().name()).toList(), "event:list");
            }
        }
        EventWatch watch = new EventWatch(List.of(names), payloads);
        ServiceRegistration<Interceptor> registration = context.registerService(Interceptor.class, watch, null);
        try {
            for (long count = 0; limit < 0 || count < limit; count++) {
                PayloadText.write(watch.next().getBytes(UTF_8));
            }
        } finally {
            registration.unregister();
        }
    }
}
