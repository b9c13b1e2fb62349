// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.plugin.host.PluginCrash;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code plugin:} native plugins and their lives. */
@Component(service = {PluginCommands.class, NameSource.class})
@GogoCommand(scope = "plugin", function = {"list", "info", "install", "update", "uninstall", "start", "stop", "isolate",
    "why"})
public final class PluginCommands implements NameSource {
    private static final Set<PluginState> UP = EnumSet.of(PluginState.ACTIVE);
    private static final Set<PluginState> DOWN = EnumSet.of(PluginState.INSTALLED, PluginState.STOPPED);

    private final BundleContext context;
    private final PluginHost host;

    @Activate
    public PluginCommands(BundleContext context, @Reference PluginHost host) {
        this.context = context;
        this.host = host;
    }

    /**
     * Lists plugins.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("lists every native plugin with its state and the fingerprint of its key")
    @Example({"plugin:list", "plugin:list --json", "plugin:list | grep FAILED"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("plugins", host.list().stream().map(PluginCommands::row).toList()).as(json);
    }

    private static Map<String, Object> row(PluginInfo plugin) {
        return Listing.row("name", plugin.name(), "version", plugin.version(), "apiVersion", plugin.apiVersion(),
                "execution", plugin.execution(), "generation", plugin.generation(), "state", plugin.state().name(),
                "key", plugin.keyFingerprint().orElse(""), "reason", plugin.reason().orElse(""));
    }

    /**
     * Shows one plugin.
     *
     * @param json for programs
     * @param name of the plugin
     * @return all that is known
     */
    @Descriptor("shows all that is known of a plugin")
    @Example("plugin:info echo")
    public Object info(@Descriptor("print a JSON object")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        PluginInfo plugin = find(name);
        Map<String, Object> row = row(plugin);
        row.put("events", plugin.events());
        row.put("bundleId", plugin.bundleId());
        row.put("remains", plugin.remains());
        row.put("process", Optional.<Object>ofNullable(host.processes().get(plugin.name())).orElse(""));
        CrashText.addTo(row, crash(plugin));
        return new Details(row).as(json);
    }

    /**
     * Installs a plugin.
     *
     * @param session of whoever types
     * @param file a library or a bundle
     * @return how it went
     */
    @Descriptor("copies a library (with the .json beside it), a folder with a library and what it needs, or a "
            + "plugin's bundle into deploy/, and waits until it is active; if it cannot be, nothing is left of it")
    @Example("plugin:install build/libshout.so")
    public String install(CommandSession session, @Descriptor("FILE: a .so, a .jar or a folder")
            @Candidates(Candidates.FILE) String file) {
        return loading(session, "installing " + file)
                .during(() -> outcome(host.install(session.currentDir().resolve(file))));
    }

    /**
     * Updates a plugin from where it came from.
     *
     * @param session of whoever waits
     * @param name of the plugin
     * @return how it went
     */
    @Descriptor("reads a plugin's file again and swaps: the new generation takes over between two requests; if it "
            + "fails, the old one goes on")
    @Example("plugin:update echo")
    public String update(CommandSession session,
            @Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        String plugin = find(name).name();
        return loading(session, "updating " + plugin).during(() -> updated(host.update(plugin)));
    }

    /**
     * Updates a plugin to another file.
     *
     * @param session of whoever types
     * @param name of the plugin
     * @param file a library or a bundle, as its own is
     * @return how it went
     */
    @Descriptor("replaces a plugin's file in deploy/ and swaps; if the new one fails, the file before is put back")
    @Example("plugin:update echo build/libecho.so")
    public String update(CommandSession session, @Descriptor("NAME: the plugin's name")
            @Candidates(Candidates.PLUGIN) String name,
            @Descriptor("FILE: a .so, a .jar or a folder, as the plugin's own is")
            @Candidates(Candidates.FILE) String file) {
        String plugin = find(name).name();
        return loading(session, "updating " + plugin)
                .during(() -> updated(host.update(plugin, session.currentDir().resolve(file))));
    }

    private Progress loading(CommandSession session, String what) {
        return Progress.of(session, () -> what + host.list().stream()
                .filter(plugin -> plugin.state() == PluginState.LOADING).map(plugin -> ", " + plugin.name()
                + " is LOADING").findFirst().orElse(""));
    }

    private static String updated(PluginInfo plugin) {
        return outcome(plugin) + ", generation " + plugin.generation();
    }

    /**
     * Has a plugin driven otherwise.
     *
     * @param execution how
     * @param name of the plugin
     * @return how it went
     */
    @Descriptor("has a plugin run in a process of its own, or otherwise, from now on: a new generation takes over "
            + "between two requests; config:set hawser.plugin~NAME execution process keeps it")
    @Example({"plugin:isolate echo", "plugin:isolate --execution thread echo"})
    public String isolate(@Descriptor("HOW: process (unless told otherwise), thread or inline")
            @Parameter(names = "--execution", absentValue = "process") String execution,
            @Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        PluginInfo plugin = host.drive(find(name).name(), execution);
        return plugin.state() == PluginState.ACTIVE ? updated(plugin) + ", execution=" + plugin.execution()
                : outcome(plugin) + ", and runs with execution=" + execution + " once it is started: plugin:start "
                + PlainText.of(plugin.name());
    }

    /**
     * Uninstalls a plugin.
     *
     * @param name of the plugin
     * @return how it went
     */
    @Descriptor("stops a plugin, uninstalls its bundle and deletes its file from deploy/")
    @Example("plugin:uninstall echo")
    public String uninstall(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        PluginInfo plugin = find(name);
        host.uninstall(plugin.name());
        return of(plugin.bundleId()).map(left -> required(DOWN, left) + left(left))
                .orElse(PlainText.of(plugin.name()) + " is gone");
    }

    /**
     * Starts a plugin's bundle.
     *
     * @param session of whoever waits
     * @param name of the plugin
     * @return how it went
     * @throws InterruptedException if the wait was interrupted: it is loaded all the same
     */
    @Descriptor("starts a plugin that was stopped or has failed")
    @Example("plugin:start echo")
    public String start(CommandSession session, @Descriptor("NAME: the plugin's name")
            @Candidates(Candidates.PLUGIN) String name) throws InterruptedException {
        PluginInfo plugin = find(name);
        restart(plugin);
        Progress progress = loading(session, "starting " + name);
        try {
            host.settled().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new CommandFailure("a load went wrong, which the log tells: " + e.getCause(), e);
        } finally {
            progress.close();
        }
        return of(plugin.bundleId()).map(started -> required(UP, started))
                .orElseThrow(() -> new CommandFailure(PlainText.of(name) + " is gone"));
    }

    private void restart(PluginInfo plugin) {
        Bundle bundle = context.getBundle(plugin.bundleId());
        if (bundle == null) {
            throw new CommandFailure("a plugin with a bundle is required: that of " + PlainText.of(plugin.name())
                    + " is gone, and only what still runs is left of it");
        }
        try {
            bundle.stop();
            bundle.start();
        } catch (BundleException e) { // the plugin's reason says more than the framework's own words
            throw new CommandFailure(of(plugin.bundleId()).filter(each -> each.reason().isPresent())
                    .map(PluginCommands::outcome).orElseGet(e::getMessage), e);
        }
    }

    private Optional<PluginInfo> of(long bundleId) {
        return host.list().stream().filter(plugin -> plugin.bundleId() == bundleId).findFirst();
    }

    private static String required(Set<PluginState> states, PluginInfo plugin) {
        if (!states.contains(plugin.state())) {
            throw new CommandFailure(outcome(plugin));
        }
        return outcome(plugin);
    }

    /**
     * Stops a plugin.
     *
     * @param name of the plugin
     * @return how it went
     */
    @Descriptor("stops a plugin: answers what it has, shuts it down and unloads its library")
    @Example("plugin:stop echo")
    public String stop(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        PluginInfo plugin = find(name);
        host.unload(plugin.name());
        return of(plugin.bundleId()).map(left -> required(DOWN, left)).orElse(PlainText.of(plugin.name()) + " is gone");
    }

    /**
     * Tells why a plugin failed or was started again.
     *
     * @param name of the plugin
     * @return its state, its reason if it has one, its last crash, and what remains of it
     */
    @Descriptor("tells why a plugin is not active, how it crashed since somebody started it, and what is left of it "
            + "that should not be")
    @Example("plugin:why echo")
    public String why(@Descriptor("NAME: the plugin's name") @Candidates(Candidates.PLUGIN) String name) {
        PluginInfo plugin = find(name);
        String start = plugin.state() == PluginState.STOPPED && plugin.reason().isEmpty()
                ? ": plugin:start " + PlainText.of(plugin.name()) + " starts it" : "";
        return outcome(plugin) + start + crash(plugin)
                .map(crash -> CrashText.lines(crash, plugin.reason().orElse(""), Instant.now())).orElse("")
                + left(plugin);
    }

    private static String left(PluginInfo plugin) {
        return plugin.remains().stream().map(what -> "\nleft of it: " + PlainText.of(what))
                .collect(Collectors.joining());
    }

    private Optional<PluginCrash> crash(PluginInfo plugin) {
        return host.crashes().stream().filter(crash -> crash.plugin().equals(plugin.name())).findFirst();
    }

    private static String outcome(PluginInfo plugin) {
        return PlainText.of(plugin.name()) + " is " + plugin.state()
                + plugin.reason().map(reason -> ": " + PlainText.of(reason)).orElse("");
    }

    /** {@return whether a plugin has that name} */
    boolean has(String name) {
        return host.find(name).isPresent();
    }

    /** A library that was refused has not told its name: it is found by its file's. */
    private PluginInfo find(String name) {
        return host.find(name).or(() -> host.find(ofFile(name)))
                .orElseThrow(() -> Unknown.name("plugin", name,
                        host.list().stream().map(PluginInfo::name).toList(), "plugin:list"));
    }

    private static String ofFile(String file) {
        return file.replaceAll("\\.[^.]+$", "").replaceFirst("^lib(?=.)", "");
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(Candidates.PLUGIN) ? host.list().stream().map(PluginInfo::name).toList() : List.of();
    }
}
