// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code log:} what is logged. */
@Component(service = {LogCommands.class, NameSource.class})
@GogoCommand(scope = "log", function = {"list", "level"})
public final class LogCommands implements NameSource {
    private static final String LOGGER = "logger";
    private static final String DEFAULT = "DEFAULT";
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MS = 20;

    private final BundleContext context;
    private final PluginHost host;
    private final LogLevels levels;

    @Activate
    public LogCommands(BundleContext context, @Reference PluginHost host) {
        this.context = context;
        this.host = host;
        levels = new LogLevels(Path.of(context.getProperty("hawser.home"), "conf", "log-levels.xml"));
    }

    /**
     * Lists levels.
     *
     * @param json for programs
     * @return a row for each
     * @throws IOException if the file of levels cannot be read
     */
    @Descriptor("lists the levels that log:level has set, and that of all else")
    @Example({"log:list", "log:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json)
            throws IOException {
        Stream<String> names = Stream.concat(Stream.of(Logger.ROOT_LOGGER_NAME), levels.read().keySet().stream());
        return new Listing("levels", names.distinct()
                .map(name -> Listing.row("name", name, "level", levelOf(name))).toList()).as(json);
    }

    /**
     * Sets a level.
     *
     * @param name of a plugin, a bundle or a logger
     * @param level from then on
     * @return what holds now
     * @throws IOException if the file of levels cannot be written
     * @throws InterruptedException if the wait for it was interrupted
     */
    @Descriptor("sets from which level on messages of a plugin, a bundle or a logger are logged; at once, and for good")
    @Example({"log:level echo DEBUG  # a plugin", "log:level hawser.transport DEBUG  # bundles that begin so",
        "log:level ROOT WARN", "log:level echo DEFAULT  # as before"})
    public String level(@Descriptor("NAME: a plugin's, a bundle's or a logger's name, or ROOT for all")
            @Candidates(LOGGER) String name,
            @Descriptor("LEVEL: TRACE, DEBUG, INFO, WARN, ERROR, OFF; DEFAULT takes the level away")
            @Candidates(of = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF", DEFAULT}) String level)
            throws IOException, InterruptedException {
        String wanted = level.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(wanted) && !wanted.equals(DEFAULT)) {
            throw new CommandFailure("a level must be one of " + String.join(", ", LEVELS) + " or " + DEFAULT + ": "
                    + PlainText.of(level));
        }
        String logger = logger(name);
        Optional<String> former = levels.change(logger, Optional.of(wanted).filter(set -> !set.equals(DEFAULT)));
        if (!wanted.equals(DEFAULT)) {
            await(logger, wanted);
        }
        return PlainText.of(logger) + " logs "
                + (wanted.equals(DEFAULT) ? "as conf/logback.xml says" : "from " + wanted + " on")
                + former.map(was -> " (was " + was + ')').orElse("");
    }

    /** A plugin has a logger of its own; all else is called as it is. */
    private String logger(String name) {
        if (host.list().stream().anyMatch(plugin -> plugin.name().equals(name))) {
            return PluginInfo.logger(name);
        }
        if (!name.matches("[\\w.$-]+")) {
            throw new CommandFailure("a logger's name has letters, digits, points, $, _ and -: found "
                    + PlainText.of(name));
        }
        return name;
    }

    private static String levelOf(String logger) {
        Logger log = LoggerFactory.getLogger(logger);
        if (log.isInfoEnabled()) {
            return log.isTraceEnabled() ? "TRACE" : log.isDebugEnabled() ? "DEBUG" : "INFO";
        }
        return log.isWarnEnabled() ? "WARN" : log.isErrorEnabled() ? "ERROR" : "OFF";
    }

    /** The log looks at its files once a second. */
    private void await(String logger, String wanted) throws InterruptedException {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!levelOf(logger).equals(wanted)) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new CommandFailure("the level is in " + levels.file() + " and was required to hold within 10 s, "
                        + "which it does not: conf/logback.xml must include that file and have scan=\"true\"");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(LOGGER) ? Stream.concat(Stream.of(Logger.ROOT_LOGGER_NAME), Stream.concat(
                host.list().stream().map(PluginInfo::name),
                Arrays.stream(context.getBundles()).map(bundle -> String.valueOf(bundle.getSymbolicName()))))
                .distinct().toList() : List.of();
    }
}
