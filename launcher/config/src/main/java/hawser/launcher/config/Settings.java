// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Everything that can be configured. Thread-safe. */
@ProviderType
public interface Settings {
    /** {@return what some bundle describes, by name: each configuration, each kind, and those of a kind there are} */
    List<SettingGroup> list();

    /**
     * Finds one configuration.
     *
     * @param pid its name; a kind's name followed by {@code ~NAME} need not be configured yet
     * @return it, as it is now
     */
    Optional<SettingGroup> find(String pid);

    /**
     * Changes a setting in the configuration's file, which is made if there is none, and waits until it holds.
     *
     * @param pid the configuration's name
     * @param key the setting's
     * @param value its new value; lists are parted by commas
     * @throws SettingException if there is no such setting or it cannot have that value; then nothing has changed
     * @throws InterruptedException if the wait is interrupted; the file is changed then
     */
    void set(String pid, String key, String value) throws InterruptedException;

    /**
     * Takes a setting out of the configuration's file, so that its standard value holds, and waits for that.
     *
     * @param pid the configuration's name
     * @param key the setting's
     * @throws SettingException if there is no such setting
     * @throws InterruptedException if the wait is interrupted; the file is changed then
     */
    void reset(String pid, String key) throws InterruptedException;
}
