// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.StreamInfo;
import hawser.transport.Streams;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamCommandsTest {
    private static final List<StreamInfo> RUNNING = List.of(
            new StreamInfo(7, "sensor:load:watch", "shell", "plugin sensor", 3, 2, 100, 5, Duration.ofMillis(61_500)),
            new StreamInfo(8, "source:chunks:read", "clerk", "plugin source", Long.MAX_VALUE, 0, 9, 0, Duration.ZERO));

    private final StreamCommands commands = new StreamCommands((Streams) Proxy.newProxyInstance(
            StreamCommandsTest.class.getClassLoader(), new Class<?>[] {Streams.class},
            (proxy, method, arguments) -> RUNNING));

    @Test
    void shouldListCreditBufferedDroppedAndAgeOfEach() {
        Listing listing = (Listing) commands.list(false);

        assertEquals("{name=sensor:load:watch, id=7, consumer=shell, producer=plugin sensor, credit=3, buffered=2, "
                + "delivered=100, dropped=5, ageSeconds=61}", listing.get(0).toString());
        assertEquals("all", listing.get(1).get("credit"));
    }

    @Test
    void shouldListThemForPrograms() {
        String json = (String) commands.list(true);

        assertTrue(json.contains("\"credit\" : 3,"), json);
        assertTrue(json.contains("\"ageSeconds\" : 61"), json);
    }
}
