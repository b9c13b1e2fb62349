// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.shell.internal.help.CommandSpec;
import hawser.launcher.shell.internal.help.ParameterSpec;
import hawser.transport.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bundles say of themselves is enough for a reference. */
class ReferenceTest {
    private List<BundleJar> bundles;

    @BeforeEach
    void findBundles() throws IOException {
        bundles = BundleJar.onClassPath(getClass().getClassLoader());
    }

    @Test
    void shouldKnowEveryCommandWithAnExampleAndWordsForEachParameter() {
        List<CommandSpec> commands = new CommandReference(bundles).commands();

        assertTrue(Stream.of("plugin:list", "event:send", "channel:top", "hawser:explain")
                .allMatch(name -> commands.stream().anyMatch(command -> command.name().equals(name))));
        assertEquals(List.of(), commands.stream().filter(command -> command.examples().isEmpty()
                || Stream.concat(command.options().stream(), command.arguments().stream())
                        .map(ParameterSpec::description).anyMatch(String::isBlank)).map(CommandSpec::name).toList());
    }

    @Test
    void shouldDescribeEveryPropertyOfEveryConfiguration() {
        ConfigurationReference reference = new ConfigurationReference(bundles);

        assertTrue(reference.files().containsAll(List.of("hawser.plugin.host.cfg", "hawser.permissions~NAME.cfg")),
                reference.files().toString());
        assertEquals(List.of(), reference.undescribed());
        assertTrue(reference.text().contains("| `trust.default` | `process` |"), reference.text());
    }

    @Test
    void shouldHaveARowForEveryErrorCode() throws IOException {
        String text = ErrorReference.text();

        assertEquals(List.of(), Stream.of(ErrorCode.values())
                .filter(code -> !text.contains("| `" + code + "` | ")).toList());
    }
}
