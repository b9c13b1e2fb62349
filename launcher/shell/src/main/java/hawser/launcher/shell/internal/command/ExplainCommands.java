// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Component;

/** {@code explain}: what an error code means and what to do. */
@Component(service = {ExplainCommands.class, NameSource.class})
@GogoCommand(scope = "hawser", function = "explain")
public final class ExplainCommands implements NameSource {
    private static final String CODE = "code";

    /**
     * Explains every code.
     *
     * @param json for programs
     * @return a row for each
     */
    @Descriptor("tells what an error code, a plugin's bad state or a channel's refusal means and what to do; without a "
            + "name, all of them")
    @Example({"explain BACK_PRESSURED", "explain QUARANTINED", "explain", "explain --json TIMEOUT"})
    public Object explain(@Descriptor("print JSON")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("codes", ErrorCatalog.names().stream().map(ExplainCommands::row).toList()).as(json);
    }

    /**
     * Explains one code.
     *
     * @param json for programs
     * @param code its name, in any case
     * @return its cause and remedy
     */
    public Object explain(@Descriptor("print JSON")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json,
            @Descriptor("CODE: as a failure names it, such as TIMEOUT") @Candidates(CODE) String code) {
        String name = code.toUpperCase(Locale.ROOT).replace('-', '_');
        if (ErrorCatalog.find(name).isEmpty()) {
            throw Unknown.name("error code", name, names(CODE), "explain");
        }
        return new Details(row(name)).as(json);
    }

    private static Map<String, Object> row(String name) {
        ErrorCatalog.Entry entry = ErrorCatalog.find(name).orElseThrow();
        return Listing.row("name", name, "cause", entry.cause(), "remedy", entry.remedy());
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(CODE) ? ErrorCatalog.names() : List.of();
    }
}
