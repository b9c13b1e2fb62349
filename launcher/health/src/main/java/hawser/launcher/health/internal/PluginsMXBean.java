// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import java.util.List;

/** The plugins, for JMX: {@code hawser.plugin:type=Plugins}. */
public interface PluginsMXBean {
    /** {@return one row for each plugin} */
    List<PluginRow> getPlugins();

    /** One plugin at the moment it was asked for. */
    interface PluginRow {
        /** {@return its name} */
        String getName();

        /** {@return its version} */
        String getVersion();

        /** {@return where it is in its life} */
        String getState();

        /** {@return why it failed; empty if it has not} */
        String getReason();

        /** {@return how it is driven} */
        String getExecution();

        /** {@return how often it has been loaded} */
        int getGeneration();

        /** {@return how many of its answers came when nobody waited for them any more} */
        long getLateAnswers();
    }
}
