// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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

/** Without a scope: a number or a symbolic name is a bundle's, as in any OSGi shell; any other name is a plugin's. */
@Component(service = {BundleCommands.class, NameSource.class})
@GogoCommand(scope = "hawser", function = {"install", "start", "stop", "update", "uninstall"})
public final class BundleCommands implements NameSource {
    private static final String EITHER = "bundle or plugin";

    private final BundleContext context;
    private final PluginCommands plugins;

    @Activate
    public BundleCommands(BundleContext context, @Reference PluginCommands plugins) {
        this.context = context;
        this.plugins = plugins;
    }

    /** What is done with one bundle. */
    private interface Deed {
        void to(Bundle bundle) throws BundleException;
    }

    /** What is done with one plugin: how it went. */
    private interface PluginDeed {
        String to(String name) throws BundleException, InterruptedException;
    }

    private String each(String[] names, Deed deed, PluginDeed pluginDeed) throws BundleException, InterruptedException {
        if (names.length == 0) {
            throw new CommandFailure("the number of a bundle or the name of a plugin is required: lb lists bundles, "
                    + "plugin:list plugins");
        }
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(plugins.has(name) && !isNumber(name) ? pluginDeed.to(name) : done(bundle(name), deed));
        }
        return String.join("\n", lines);
    }

    private static String done(Bundle bundle, Deed deed) throws BundleException {
        deed.to(bundle);
        return describe(bundle);
    }

    private static String describe(Bundle bundle) {
        String state = switch (bundle.getState()) {
            case Bundle.UNINSTALLED -> "uninstalled";
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            default -> "active";
        };
        return "bundle " + bundle.getBundleId() + " (" + PlainText.of(String.valueOf(bundle.getSymbolicName()))
                + ") is " + state.toUpperCase(Locale.ROOT);
    }

    private static boolean isNumber(String name) {
        return name.matches("\\d{1,18}");
    }

    private Bundle bundle(String name) {
        Optional<Bundle> found = isNumber(name) ? Optional.ofNullable(context.getBundle(Long.parseLong(name)))
                : Arrays.stream(context.getBundles()).filter(each -> name.equals(each.getSymbolicName())).findFirst();
        return found.orElseThrow(() -> isNumber(name)
                ? new CommandFailure("no bundle has the number " + name + "; lb lists those there are")
                : Unknown.name(EITHER, name, names(EITHER), "lb or plugin:list"));
    }

    /**
     * Starts bundles or plugins.
     *
     * @param session of whoever waits
     * @param once whether it is forgotten when Hawser stops
     * @param names of them
     * @return how it went
     * @throws BundleException if one cannot be started
     * @throws InterruptedException if the wait for it was interrupted
     */
    @Descriptor("starts bundles by their numbers or symbolic names, or plugins by their names, as plugin:start does")
    @Example({"start 25", "start echo"})
    public String start(CommandSession session,
            @Descriptor("this once; not when Hawser starts again (bundles only)") @Parameter(
                    names = {"-t", "--transient"}, presentValue = "true", absentValue = "false") boolean once,
            @Descriptor("NAME...: numbers of bundles, or names") @Candidates(EITHER) String... names)
            throws BundleException, InterruptedException {
        return each(names, bundle -> bundle.start(once ? Bundle.START_TRANSIENT : Bundle.START_ACTIVATION_POLICY),
                name -> plugins.start(session, name));
    }

    /**
     * Stops bundles or plugins.
     *
     * @param once whether it is forgotten when Hawser stops
     * @param names of them
     * @return how it went
     * @throws BundleException if one cannot be stopped
     * @throws InterruptedException never
     */
    @Descriptor("stops bundles by their numbers or symbolic names, or plugins by their names, as plugin:stop does")
    @Example({"stop 25", "stop echo"})
    public String stop(
            @Descriptor("this once; not when Hawser starts again (bundles only)") @Parameter(
                    names = {"-t", "--transient"}, presentValue = "true", absentValue = "false") boolean once,
            @Descriptor("NAME...: numbers of bundles, or names") @Candidates(EITHER) String... names)
            throws BundleException, InterruptedException {
        return each(names, bundle -> bundle.stop(once ? Bundle.STOP_TRANSIENT : 0), plugins::stop);
    }

    /**
     * Updates bundles or plugins from where they came from.
     *
     * @param session of whoever waits
     * @param names of them
     * @return how it went
     * @throws BundleException if one cannot be updated
     * @throws InterruptedException if the wait for it was interrupted
     */
    @Descriptor("reads bundles again from where they came from, by their numbers or symbolic names, or plugins by "
            + "their names, as plugin:update does")
    @Example({"update 25", "update echo"})
    public String update(CommandSession session,
            @Descriptor("NAME...: numbers of bundles, or names") @Candidates(EITHER) String... names)
            throws BundleException, InterruptedException {
        return each(names, Bundle::update, name -> plugins.update(session, name));
    }

    /**
     * Uninstalls bundles or plugins.
     *
     * @param names of them
     * @return how it went
     * @throws BundleException if one cannot be uninstalled
     * @throws InterruptedException never
     */
    @Descriptor("uninstalls bundles by their numbers or symbolic names, or plugins by their names, as plugin:uninstall "
            + "does")
    @Example({"uninstall 25", "uninstall echo"})
    public String uninstall(@Descriptor("NAME...: numbers of bundles, or names") @Candidates(EITHER) String... names)
            throws BundleException, InterruptedException {
        return each(names, Bundle::uninstall, plugins::uninstall);
    }

    /**
     * Installs a bundle.
     *
     * @param session whose folder a file is in
     * @param place of it
     * @return which it is
     * @throws BundleException if there is none
     */
    @Descriptor("installs a bundle, which start NUMBER starts; plugin:install FILE does both for a plugin, and puts it "
            + "into deploy/")
    @Example("install file:/opt/bundles/some.jar")
    public String install(CommandSession session,
            @Descriptor("FILE: a bundle, or its URL") @Candidates(Candidates.FILE) String place)
            throws BundleException {
        Path file = place.matches("\\w+:.*") ? null : session.currentDir().resolve(place);
        if (file != null && !Files.isRegularFile(file)) {
            throw new CommandFailure("a bundle's file or URL is required: there is no file " + PlainText.of(place));
        }
        return describe(context.installBundle(file == null ? place : file.toUri().toString()));
    }

    @Override
    public Collection<String> names(String kind) {
        return !kind.equals(EITHER) ? List.of() : Stream.concat(plugins.names(Candidates.PLUGIN).stream(),
                Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName).filter(Objects::nonNull))
                .distinct().toList();
    }
}
