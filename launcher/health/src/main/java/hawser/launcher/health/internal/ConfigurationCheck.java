// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.launcher.config.Settings;
import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether all that is configured holds. */
record ConfigurationCheck(Parts parts) implements HealthCheck {
    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<String> refused = parts.settings().map(Settings::list).orElse(List.of()).stream()
                .flatMap(group -> group.settings().stream().flatMap(setting -> setting.refused().stream())
                        .map(why -> group.pid() + ": " + why)).toList();
        refused.forEach(each -> log.warn("{}", each));
        log.info(refused.isEmpty() ? "every setting holds" : "every other setting holds");
        return new Result(log);
    }
}
