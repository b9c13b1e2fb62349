// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.health.HealthFinding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Findings as JSON: {@code {"status": "OK", "checks": [{"name": "plugins", "status": "OK", "messages": []}]}}. */
final class HealthJson {
    private HealthJson() {
    }

    static String of(List<HealthFinding> findings) {
        HealthFinding.Status worst = findings.stream().map(HealthFinding::status)
                .max(Comparator.naturalOrder()).orElse(HealthFinding.Status.OK);
        return "{\"status\": \"" + worst + "\", \"checks\": [" + findings.stream().map(HealthJson::one)
                .collect(Collectors.joining(", ")) + "]}\n";
    }

    private static String one(HealthFinding finding) {
        return "{\"name\": " + text(finding.name()) + ", \"status\": \"" + finding.status() + "\", \"messages\": ["
                + finding.messages().stream().map(HealthJson::text).collect(Collectors.joining(", ")) + "]}";
    }

    private static String text(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
