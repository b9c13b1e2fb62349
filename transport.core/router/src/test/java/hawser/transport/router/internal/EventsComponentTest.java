// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hawser.transport.ErrorCode;
import hawser.transport.EventCatalog;
import hawser.transport.EventStatistics;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

class EventsComponentTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final EventMeter meter = new EventMeter("text:measure:length");

    private final class Catalog implements EventCatalog {
        @Override
        public List<Entry> entries() {
            return List.of();
        }

        @Override
        public Optional<Entry> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<EventStatistics> statistics() {
            return List.of(meter);
        }
    }

    @Test
    void shouldShowEachEventAsOpenDataForAsLongAsItIsActive() throws Exception {
        ObjectName name = new ObjectName("hawser.transport:type=Events");
        EventsComponent component = new EventsComponent(new Catalog());
        meter.ended(null, meter.begin());
        meter.ended(ErrorCode.TIMEOUT, meter.begin());
        meter.begin();

        CompositeData row = ((CompositeData[]) server.getAttribute(name, "Events"))[0];

        assertEquals("text:measure:length", row.get("name"));
        assertEquals(3L, row.get("begun"));
        assertEquals(1L, row.get("answered"));
        assertEquals(1L, row.get("inFlight"));
        assertEquals(1L, row.get("timed"));
        assertEquals(1L, ((TabularData) row.get("failures")).get(new Object[] {"TIMEOUT"}).get("value"));
        component.deactivate();
        assertFalse(server.isRegistered(name));
    }
}
