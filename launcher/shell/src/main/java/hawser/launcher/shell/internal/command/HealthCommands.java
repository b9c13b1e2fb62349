// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code health:} how Hawser is. */
@Component(service = {HealthCommands.class, NameSource.class})
@GogoCommand(scope = "health", function = {"list", "check"})
public final class HealthCommands implements NameSource {
    private static final String CHECK = "check";
    private final Health health;

    @Activate
    public HealthCommands(@Reference Health health) {
        this.health = health;
    }

    /**
     * Shows what checks find, whatever it is.
     *
     * @param json for programs
     * @return a row for each check
     */
    @Descriptor("lists every health check and what it finds now, whatever that is")
    @Example({"health:list", "health:list --json"})
    public Object list(@Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return listing(health.check()).as(json);
    }

    /**
     * Shows what checks find, and fails if something does not work.
     *
     * @param session of whoever asks
     * @param json for programs
     * @param names of checks; none means all
     * @return a row for each check
     * @throws Exception if the session cannot show it
     */
    @Descriptor("runs the health checks, or those that are named, and fails if something does not work: for scripts, "
            + "and for HEALTHCHECK of a container; a warning is no failure")
    @Example({"health:check", "health:check plugins channels", "health:check --json memory"})
    public Object check(CommandSession session, @Descriptor("print a JSON array")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("[NAME...]: names of checks; without, all are run") @Candidates(CHECK) String... names)
            throws Exception {
        List<HealthFinding> findings = names.length == 0 ? health.check() : new ArrayList<>();
        for (String name : names) {
            List<HealthFinding> found = health.check(name);
            if (found.isEmpty()) {
                throw Unknown.name("health check", name, health.names(), "health:list");
            }
            findings.addAll(found);
        }
        List<String> bad = findings.stream().filter(finding -> !finding.works()).map(HealthFinding::name).toList();
        Object shown = listing(findings).as(json);
        if (bad.isEmpty()) {
            return shown;
        }
        session.getConsole().println(session.format(shown, Converter.INSPECT));
        throw new CommandFailure("every check was required to find that Hawser works; these do not: "
                + String.join(", ", bad));
    }

    private static Listing listing(List<HealthFinding> findings) {
        return new Listing("health checks", findings.stream().map(HealthCommands::row).toList());
    }

    private static Map<String, Object> row(HealthFinding finding) {
        return Listing.row("name", finding.name(), "status", finding.status().name(),
                "messages", finding.messages(), "tags", finding.tags());
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(CHECK) ? health.names() : List.of();
    }
}
