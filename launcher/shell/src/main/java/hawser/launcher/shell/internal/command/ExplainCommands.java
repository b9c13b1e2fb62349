// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.Example;
import hawser.launcher.shell.internal.help.NameSource;
import hawser.transport.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
    @Descriptor("tells what an error code means and what to do; without a code, all of them")
    @Example({"explain BACK_PRESSURED", "explain", "explain --json TIMEOUT"})
    public Object explain(@Descriptor("print JSON")
            @Parameter(names = "--json", presentValue = "true", absentValue = "false") boolean json) {
        return new Listing("codes", Stream.of(ErrorCode.values()).map(ExplainCommands::row).toList()).as(json);
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
        return Stream.of(ErrorCode.values()).filter(known -> known.name().equals(name)).findFirst()
                .map(known -> new Details(row(known)).as(json))
                .orElseThrow(() -> Unknown.name("error code", name, names(CODE), "explain"));
    }

    private static Map<String, Object> row(ErrorCode code) {
        ErrorCatalog.Entry entry = ErrorCatalog.find(code)
                .orElse(new ErrorCatalog.Entry("a code that is newer than this shell", "see the log"));
        return Listing.row("name", code.name(), "cause", entry.cause(), "remedy", entry.remedy());
    }

    @Override
    public Collection<String> names(String kind) {
        return kind.equals(CODE) ? Stream.of(ErrorCode.values()).map(ErrorCode::name).toList() : List.of();
    }
}
