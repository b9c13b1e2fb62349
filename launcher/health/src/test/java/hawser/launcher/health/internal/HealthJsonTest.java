// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.launcher.health.HealthFinding;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthJsonTest {
    @Test
    void shouldTellTheWorstStatusAndEachMessageWhateverTheyContain() {
        List<HealthFinding> findings = List.of(
                new HealthFinding("a", HealthFinding.Status.OK, List.of("fine"), List.of()),
                new HealthFinding("b", HealthFinding.Status.WARN, List.of("say \"no\" \\ \u001b[31m"), List.of("t")));

        assertEquals("{\"status\": \"WARN\", \"checks\": [{\"name\": \"a\", \"status\": \"OK\", "
                + "\"messages\": [\"fine\"]}, "
                + "{\"name\": \"b\", \"status\": \"WARN\", \"messages\": [\"say \\\"no\\\" \\\\ \\u001b[31m\"]}]}\n",
                HealthJson.of(findings));
    }

    @Test
    void shouldBeWellWhenNothingIsChecked() {
        assertEquals("{\"status\": \"OK\", \"checks\": []}\n", HealthJson.of(List.of()));
    }
}
