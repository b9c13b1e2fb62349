// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config;

import java.util.List;
import java.util.Objects;

/**
 * The settings of one configuration.
 *
 * @param pid its name, which is that of its file in {@code conf/} without {@code .cfg}
 * @param factory whether this is the kind of which there can be any number, named {@code pid~NAME}
 * @param title in a few words
 * @param description what it is for
 * @param settings its settings, in the order of their keys
 */
public record SettingGroup(String pid, boolean factory, String title, String description, List<Setting> settings) {
    /** Requires all of them, and keeps a copy. */
    public SettingGroup {
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        settings = List.copyOf(settings);
    }
}
