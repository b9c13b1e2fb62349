// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.config.Setting;
import hawser.launcher.config.SettingGroup;
import hawser.launcher.config.Settings;
import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code config:} what can be configured, and changing it. */
@Component(service = {ConfigCommands.class, NameSource.class})
@GogoCommand(scope = "config", function = {"list", "show", "set", "reset"})
public final class ConfigCommands implements NameSource {
    private static final String SETTING = "setting";
    private final Settings settings;

    @Activate
    public ConfigCommands(@Reference Settings settings) {
        this.settings = settings;
    }

    /**
     * Lists configurations.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every configuration with what differs from the standard; NAME~* is a kind of which there can be "
            + "any number")
    @Example({"config:list", "config:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("configurations", settings.list().stream().map(ConfigCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(SettingGroup group) {
        Map<String, String> values = new TreeMap<>();
        group.settings().forEach(setting -> setting.value().ifPresent(value -> values.put(setting.key(), value)));
        return Listing.row("name", group.pid() + (group.factory() ? "~*" : ""), "configured", values,
                "refused", group.settings().stream().filter(setting -> setting.refused().isPresent())
                        .map(Setting::key).toList(),
                "settings", group.settings().size(), "description", group.description());
    }

    /**
     * Shows one configuration.
     *
     * @param json for programs
     * @param name of it
     * @return a row for each setting
     */
    @Descriptor("shows every setting of a configuration: what holds, what is standard, what it can be and what it is")
    @Example({"config:show hawser.plugin.host", "config:show hawser.permissions~echo",
        "config:show hawser.plugin.host --json"})
    public Object show(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("NAME: the configuration's name, which is its file's in conf/ without .cfg")
            @Candidates(Candidates.CONFIGURATION) String name) {
        return new Listing("settings", find(name).settings().stream().map(ConfigCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(Setting setting) {
        return Listing.row("name", setting.key(), "value", setting.effective(), "standard", setting.standard(),
                "accepts", setting.accepts(), "refused", setting.refused().orElse(""),
                "description", setting.description());
    }

    /**
     * Changes a setting.
     *
     * @param name of the configuration
     * @param key of the setting
     * @param value it is to have
     * @return what holds now
     * @throws InterruptedException if the wait for it was interrupted
     */
    @Descriptor("changes a setting at once and for good: it is checked, written to the configuration's file in conf/, "
            + "and holds when the command returns")
    @Example({"config:set hawser.plugin.host update.interval 50",
        "config:set hawser.plugin~echo buffer.to-native 65536  # for the plugin echo alone",
        "config:set hawser.permissions~echo send 'kv:*:*'"})
    public String set(@Descriptor("NAME: the configuration's name")
            @Candidates(Candidates.CONFIGURATION) String name,
            @Descriptor("KEY: the setting's name") @Candidates(SETTING) String key,
            @Descriptor("VALUE: what it is to be; lists are parted by commas") String value)
            throws InterruptedException {
        Setting former = setting(name, key);
        settings.set(name, key, value);
        return name + ": " + key + '=' + PlainText.of(value) + " (was " + (former.effective().isEmpty()
                ? "not configured" : PlainText.of(former.effective())) + ')';
    }

    /**
     * Goes back to the standard value.
     *
     * @param name of the configuration
     * @param key of the setting
     * @return what holds now
     * @throws InterruptedException if the wait for it was interrupted
     */
    @Descriptor("takes a setting out of the configuration's file, so that its standard value holds again")
    @Example("config:reset hawser.plugin.host update.interval")
    public String reset(@Descriptor("NAME: the configuration's name")
            @Candidates(Candidates.CONFIGURATION) String name,
            @Descriptor("KEY: the setting's name") @Candidates(SETTING) String key) throws InterruptedException {
        Setting former = setting(name, key);
        settings.reset(name, key);
        return name + ": " + key + (former.standard().isEmpty() ? " is not configured any more"
                : '=' + former.standard() + ", the standard");
    }

    private SettingGroup find(String name) {
        return settings.find(name).orElseThrow(() -> Unknown.name("configuration", name,
                names(Candidates.CONFIGURATION), "config:list"));
    }

    private Setting setting(String name, String key) {
        List<Setting> all = find(name).settings();
        return all.stream().filter(setting -> setting.key().equals(key)).findFirst().orElseThrow(() -> Unknown.name(
                "setting", key, all.stream().map(Setting::key).toList(), "config:show " + PlainText.of(name)));
    }

    @Override
    public Collection<String> names(String kind) {
        return switch (kind) {
            case Candidates.CONFIGURATION -> settings.list().stream()
                    .map(group -> group.pid() + (group.factory() ? "~" : "")).toList();
            case SETTING -> settings.list().stream().flatMap(group -> group.settings().stream())
                    .map(Setting::key).distinct().sorted().toList();
            default -> List.of();
        };
    }
}
