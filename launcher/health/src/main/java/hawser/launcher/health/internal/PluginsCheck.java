// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;

/** Whether each plugin does its work. One that was stopped on purpose is well. */
record PluginsCheck(Parts parts) implements HealthCheck {
    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        if (parts.host().isEmpty()) {
            log.critical("The service PluginHost is required and not there: start the bundle hawser.plugin.host");
            return new Result(log);
        }
        PluginHost host = parts.host().get();
        host.list().forEach(plugin -> judge(plugin, log));
        log.info("{}", Count.of(host.list().size(), "plugin"));
        return new Result(log);
    }

    private static void judge(PluginInfo plugin, FormattingResultLog log) {
        String text = "Plugin " + plugin.name() + " is " + plugin.state()
                + plugin.reason().map(reason -> ": " + reason).orElse("");
        switch (plugin.state()) {
            case FAILED, QUARANTINED -> log.critical("{}; see plugin:why {}", text, plugin.name());
            case CRASHED, RESTARTING, LOADING, DRAINING -> log.temporarilyUnavailable("{}", text);
            default -> log.debug("{}", text);
        }
    }
}
