// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The statistics of all events as a managed bean of the platform. */
@Component(service = {}, immediate = true)
public final class EventsComponent implements EventsMXBean {
    private static final String NAME = "hawser.transport:type=Events";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final EventCatalog catalog;
    private final ObjectName name;

    @Activate
    public EventsComponent(@Reference EventCatalog catalog) throws JMException {
        this.catalog = catalog;
        this.name = server.registerMBean(this, new ObjectName(NAME)).getObjectName();
    }

    @Deactivate
    void deactivate() throws JMException {
        server.unregisterMBean(name);
    }

    @Override
    public List<Row> getEvents() {
        return catalog.statistics().stream().<Row>map(Figures::of).toList();
    }

    /** Read once, so that a row is of one moment. */
    private record Figures(String getName, long getBegun, long getAnswered, Map<String, Long> getFailures,
            long getInFlight, long getTimed, long getP50Ns, long getP99Ns) implements Row {
        static Figures of(EventStatistics event) {
            Map<String, Long> failures = new TreeMap<>();
            event.failures().forEach((code, count) -> failures.put(code.name(), count));
            return new Figures(event.event(), event.begun(), event.answered(), failures, event.inFlight(),
                    event.timed(), event.latencyNs(50), event.latencyNs(99));
        }
    }
}
