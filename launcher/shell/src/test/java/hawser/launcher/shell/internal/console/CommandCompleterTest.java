// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.shell.internal.help.Candidates;
import hawser.launcher.shell.internal.help.CommandSpecs;
import hawser.launcher.shell.internal.help.NameSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jline.reader.Candidate;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

/** Completion in a real session of Gogo, of commands made for it. */
class CommandCompleterTest {
    private static final NameSource PLUGINS = kind -> kind.equals(Candidates.PLUGIN)
            ? List.of("echo", "a b", "$(exit)", "\u001b[2J") : List.of();

    private final CommandSession session = session();
    private final CommandCompleter completer = new CommandCompleter(new CommandSpecs(session), PLUGINS,
            (reader, line, candidates) -> candidates.add(new Candidate("a-file")));

    /** Commands. */
    public static final class Ships {
        /** A command with options and arguments. */
        public String tow(@Descriptor("print JSON")
                @Parameter(names = {"-j", "--json"}, presentValue = "true", absentValue = "false") boolean json,
                @Descriptor("which side") @Parameter(names = "--side", absentValue = "port")
                @Candidates(of = {"port", "starboard"}) String side,
                @Descriptor("NAME: who") @Candidates(Candidates.PLUGIN) String name,
                @Descriptor("[FILE...]: what") @Candidates(Candidates.FILE) String... files) {
            return name;
        }

        /** A command with a free argument. */
        public String moor(@Descriptor("PLACE: where") String place) {
            return place;
        }
    }

    private static CommandSession session() {
        CommandProcessorImpl processor = new CommandProcessorImpl(new ThreadIOImpl());
        Ships ships = new Ships();
        processor.addCommand("ship", new CommandProxy(ships, "tow"), "tow");
        processor.addCommand("ship", new CommandProxy(ships, "moor"), "moor");
        processor.addCommand("gogo", new CommandProxy(ships, "moor"), "moor2");
        return processor.createSession(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(),
                new ByteArrayOutputStream());
    }

    private List<String> after(String line) {
        List<Candidate> found = new ArrayList<>();
        completer.complete(null, new Parser().parse(line, line.length(), ParseContext.COMPLETE), found);
        return found.stream().map(Candidate::value).toList();
    }

    @Test
    void shouldOfferCommandsWithTheirScopesWhenTheFirstWordIsBegun() {
        assertEquals(List.of("moor2", "ship:moor", "ship:tow"), after("s"));
        assertEquals(List.of("moor2", "ship:moor", "ship:tow"), after("ship:moor x | s"));
    }

    @Test
    void shouldOfferOptionsWhenAWordBeginsWithADash() {
        assertEquals(List.of("-j", "--json", "--side"), after("ship:tow -"));
    }

    @Test
    void shouldOfferTheValuesOfAnOptionAfterIt() {
        assertEquals(List.of("port", "starboard"), after("ship:tow --side "));
    }

    @Test
    void shouldOfferNamesThatExistQuotedWhereTheShellWouldReadThem() {
        assertEquals(List.of("echo", "'a b'", "'$(exit)'"), after("ship:tow --json --side port "));
    }

    @Test
    void shouldOfferFilesForThePlacesThatTakeThem() {
        assertEquals(List.of("a-file"), after("ship:tow echo one "));
    }

    @Test
    void shouldOnlySayWhatIsWantedWhenThereIsNothingToChoose() {
        List<Candidate> found = new ArrayList<>();
        completer.complete(null, new Parser().parse("ship:moor ", 10, ParseContext.COMPLETE), found);

        assertEquals(List.of("PLACE"), found.stream().map(Candidate::displ).toList());
        assertTrue(found.get(0).value().isEmpty());
    }
}
