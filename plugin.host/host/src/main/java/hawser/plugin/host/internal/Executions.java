// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.List;

/**
 * The ways to drive a plugin that there are.
 *
 * @param all of them
 */
record Executions(List<Execution> all) {
    Execution named(String name) {
        return all.stream().filter(execution -> execution.name().equals(name)).findFirst()
                .orElseThrow(() -> new PluginException("a plugin is driven by execution="
                        + String.join("|", all.stream().map(Execution::name).toList()) + ": found execution=" + name));
    }
}
