// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.ChannelSizes;
import java.util.Map;
import java.util.Optional;

/**
 * What one generation of a plugin depends on: if one of these is to be otherwise, another generation takes over.
 *
 * @param execution how it is driven
 * @param sizes of its channel
 * @param overflow bytes that it may send beyond its channel's room, if it is inline
 * @param updateNs between two updates
 * @param sendTimeoutNs that a message of it waits for room
 * @param process what its process may do, if it has one
 */
record PluginTerms(String execution, ChannelSizes sizes, long overflow, long updateNs, long sendTimeoutNs,
        Optional<Process> process) {
    /** What a process may do, for all and for this one. */
    private record Process(String options, Map<String, String> limits) {
    }

    static PluginTerms of(String execution, PluginDeclaration declaration, Configured configured) {
        HostSettings own = declaration.over(configured.common());
        return new PluginTerms(execution, own.sizes(), execution.equals(InlineExecution.NAME) ? own.overflow() : 0,
                own.times().updateNs(), own.times().sendTimeoutNs(), execution.equals(ProcessExecution.NAME)
                ? Optional.of(new Process(configured.processOptions(), declaration.limits())) : Optional.empty());
    }
}
