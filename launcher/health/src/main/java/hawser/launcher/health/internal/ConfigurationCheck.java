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
        parts.settings().map(Settings::list).orElse(List.of()).forEach(group -> group.settings().forEach(setting ->
                setting.refused().ifPresent(why -> log.warn("{}: {}", group.pid(), why))));
        log.info("all else that is configured holds");
        return new Result(log);
    }
}
