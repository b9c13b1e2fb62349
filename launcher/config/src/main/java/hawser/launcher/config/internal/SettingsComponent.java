// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.config.internal;

import hawser.launcher.config.Setting;
import hawser.launcher.config.SettingException;
import hawser.launcher.config.SettingGroup;
import hawser.launcher.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The settings as a service, and the guard before all components. */
@Component(service = {Settings.class, ConfigurationPlugin.class, ConfigurationListener.class}, immediate = true)
public final class SettingsComponent implements Settings, ConfigurationPlugin, ConfigurationListener {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final ConfigurationAdmin admin;
    private final Definitions definitions;
    private final Guard guard;
    private final ConfFolder conf;
    private final Object changed = new Object();

    @Activate
    public SettingsComponent(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.admin = admin;
        definitions = new Definitions(context);
        guard = new Guard(definitions::find);
        String folder = context.getProperty("felix.fileinstall.dir");
        conf = new ConfFolder(Path.of(folder == null ? "conf" : folder));
        forgetThoseWithoutFile();
    }

    /** Files may have gone while nobody watched the folder: what they said is still kept. */
    private void forgetThoseWithoutFile() {
        try {
            Configuration[] found = admin.listConfigurations("(" + MemberFiles.FILE_NAME + "=*)");
            for (Configuration each : found == null ? new Configuration[0] : found) {
                String file = String.valueOf(each.getProperties().get(MemberFiles.FILE_NAME));
                if (file.startsWith("file:") && !Files.exists(Path.of(URI.create(file)))) {
                    each.delete();
                }
            }
        } catch (IOException | InvalidSyntaxException e) {
            throw new SettingException("the configurations must be readable: " + e.getMessage(), e);
        }
    }

    @Override
    public void modifyConfiguration(ServiceReference<?> consumer, Dictionary<String, Object> properties) {
        guard.modifyConfiguration(consumer, properties);
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_DELETED) {
            guard.forget(event.getPid());
        }
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    @Override
    public List<SettingGroup> list() {
        List<SettingGroup> kinds = definitions.all().stream()
                .map(definition -> group(definition.pid(), definition)).toList();
        Stream<SettingGroup> members = configurations().map(SettingsComponent::pid).flatMap(pid -> definitions.find(pid)
                .filter(Definition::factory).map(definition -> group(pid, definition)).stream());
        return Stream.concat(kinds.stream(), members).sorted(Comparator.comparing(SettingGroup::pid)).toList();
    }

    @Override
    public Optional<SettingGroup> find(String pid) {
        return ConfFolder.isName(pid) ? definitions.find(pid).map(definition -> group(pid, definition))
                : Optional.empty();
    }

    private SettingGroup group(String pid, Definition definition) {
        boolean isKind = definition.factory() && pid.equals(definition.pid());
        Optional<Dictionary<String, Object>> configured = isKind ? Optional.empty() : configured(pid);
        return new SettingGroup(pid, isKind, definition.title(), definition.description(),
                definition.attributes().stream().map(attribute -> setting(pid, attribute, configured)).toList());
    }

    /** What is configured is judged here as the guard does, which may not have been asked yet. */
    private Setting setting(String pid, Attribute attribute, Optional<Dictionary<String, Object>> configured) {
        Optional<Object> raw = configured.map(values -> values.get(attribute.key()));
        Optional<String> refused = raw.flatMap(value -> refusal(pid, attribute, value));
        Optional<String> value = refused.isPresent() ? guard.value(pid, attribute.key())
                : raw.map(Attribute::text).map(String::strip);
        return new Setting(attribute.key(), attribute.description(), attribute.accepts(), attribute.standard(), value,
                refused);
    }

    private Optional<String> refusal(String pid, Attribute attribute, Object raw) {
        try {
            attribute.read(raw);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return guard.refused(pid, attribute.key()).or(() -> Optional.of(e.getMessage()));
        }
    }

    private Optional<Dictionary<String, Object>> configured(String pid) {
        return configurations().filter(each -> pid(each).equals(pid)).findFirst();
    }

    /* All, and not by a filter: a name would have to be escaped in it. */
    private Stream<Dictionary<String, Object>> configurations() {
        try {
            Configuration[] found = admin.listConfigurations(null);
            return found == null ? Stream.of() : Stream.of(found).flatMap(SettingsComponent::properties);
        } catch (IOException | InvalidSyntaxException e) {
            throw new SettingException("the configurations must be readable: " + e.getMessage(), e);
        }
    }

    private static Stream<Dictionary<String, Object>> properties(Configuration configuration) {
        try {
            return Stream.ofNullable(configuration.getProperties());
        } catch (IllegalStateException e) {
            return Stream.of(); // it has just been deleted
        }
    }

    private static String pid(Dictionary<String, Object> properties) {
        return String.valueOf(properties.get(Constants.SERVICE_PID));
    }

    @Override
    public void set(String pid, String key, String value) throws InterruptedException {
        Attribute attribute = attribute(pid, key);
        String plain = ConfFolder.plain(key, value);
        try {
            attribute.read(plain);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage() + "; " + stays(key, effective(pid, key)), e);
        }
        conf.set(pid, key, plain, attribute.description());
        await(pid, key, Optional.of(plain));
    }

    @Override
    public void reset(String pid, String key) throws InterruptedException {
        attribute(pid, key);
        conf.remove(pid, key);
        await(pid, key, Optional.empty());
    }

    private static String stays(String key, String value) {
        return value.isEmpty() ? "nothing has changed" : key + '=' + value + " stays";
    }

    private Attribute attribute(String pid, String key) {
        Definition definition = definitions.find(pid).orElseThrow(() -> new SettingException(
                "no such configuration: " + pid + "; config:list shows those there are"));
        return definition.find(key).orElseThrow(() -> new SettingException("no such setting: " + key + "; " + pid
                + " has " + String.join(", ", definition.keys())));
    }

    private String effective(String pid, String key) {
        return find(pid).orElseThrow().settings().stream().filter(setting -> setting.key().equals(key))
                .findFirst().orElseThrow().effective();
    }

    /** The folder is watched by another bundle, which needs a moment. */
    private void await(String pid, String key, Optional<String> value) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        synchronized (changed) {
            while (!configured(pid).map(values -> values.get(key)).map(Attribute::text).equals(value)) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new SettingException("the file " + conf.file(pid) + " is written and was required to be "
                            + "taken up within 10 s, which it was not: the bundle org.apache.felix.fileinstall "
                            + "must be active and watch " + conf.folder());
                }
                changed.wait(leftMs);
            }
        }
    }
}
