// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** Answers that nobody waited for any more are figures of their plugin. */
class LateAnswersTest {
    private final Parts parts = new SomeParts(Optional.empty(), Optional.empty(), Optional.of(
            SomeParts.giving(PluginHost.class, Map.of("list", () -> List.of(plugin("slow"), plugin("echo")),
                    "lateAnswers", () -> Map.of("slow", 3L, "gone", 9L)))));

    private static PluginInfo plugin(String name) {
        Map<String, Supplier<?>> told = Map.of("name", () -> name, "version", () -> "1.0", "execution", () -> "thread",
                "state", () -> PluginState.ACTIVE, "generation", () -> 1);
        return SomeParts.giving(PluginInfo.class, told);
    }

    @Test
    void shouldBeAmongTheMetrics() {
        List<String> lines = new MetricsText(parts, new NoChecks()).get().lines().toList();

        assertTrue(lines.contains("# TYPE hawser_plugin_late_answers_total counter"), lines.toString());
        assertEquals(List.of("hawser_plugin_late_answers_total{plugin=\"slow\"} 3",
                "hawser_plugin_late_answers_total{plugin=\"echo\"} 0"),
                lines.stream().filter(line -> line.startsWith("hawser_plugin_late_answers_total{")).toList());
    }

    @Test
    @SuppressWarnings("try") // they are there for as long
    void shouldBeToldByJmx() throws Exception {
        try (Beans beans = new Beans(parts)) {
            CompositeData[] rows = (CompositeData[]) ManagementFactory.getPlatformMBeanServer()
                    .getAttribute(new ObjectName("hawser.plugin:type=Plugins"), "Plugins");

            assertEquals(List.of(3L, 0L), Arrays.stream(rows).map(row -> row.get("lateAnswers")).toList());
        }
    }
}
