// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.help;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.shell.internal.command.ChannelCommands;
import hawser.launcher.shell.internal.command.ChaosCommands;
import hawser.launcher.shell.internal.command.EventCommands;
import hawser.launcher.shell.internal.command.ExplainCommands;
import hawser.launcher.shell.internal.command.KeyCommands;
import hawser.launcher.shell.internal.command.PluginCommands;
import hawser.launcher.shell.internal.control.ExitCommands;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say about themselves. */
class CommandSpecTest {
    @Test
    void shouldShowArgumentsAndFlagsByTheirNames() {
        assertEquals("usage: event:send NAME [TEXT...]; see: help event:send",
                FailureText.usage(CommandSpec.of("event:send", EventCommands.class)));
        assertEquals("usage: plugin:info [--json] NAME; see: help plugin:info",
                FailureText.usage(CommandSpec.of("plugin:info", PluginCommands.class)));
    }

    @Test
    void shouldShowEachWayWhenThereAreSeveral() {
        assertEquals("usage: hawser:exit, or hawser:exit N; see: help hawser:exit",
                FailureText.usage(CommandSpec.of("hawser:exit", ExitCommands.class)));
    }

    @Test
    void shouldNameTheCommandWhenGogoRefusedItsArguments() {
        assertEquals(Optional.of("send"), FailureText.refused(
                new IllegalArgumentException("Cannot coerce send() to any of [(CommandSession, String, String[])]")));
        assertEquals(Optional.empty(), FailureText.refused(new IllegalArgumentException("no such thing")));
        assertEquals(Optional.empty(), FailureText.refused(new IllegalStateException()));
    }

    @Test
    void shouldTellWhatAnArgumentCanBe() {
        CommandSpec send = CommandSpec.of("event:send", EventCommands.class);

        assertEquals(Candidates.EVENT, send.argument(0).orElseThrow().candidates().value());
        assertEquals("[TEXT...]", send.argument(7).orElseThrow().word());
        assertEquals(Optional.empty(), CommandSpec.of("plugin:info", PluginCommands.class).argument(1));
    }

    @ParameterizedTest
    @ValueSource(classes = {PluginCommands.class, EventCommands.class, ChannelCommands.class, KeyCommands.class,
        ExitCommands.class, HelpCommands.class, ChaosCommands.class, ExplainCommands.class})
    void shouldSayForEachCommandWhatItDoesAndGiveExamplesThatCallIt(Class<?> type) {
        String scope = type.getSimpleName().replace("Commands", "").toLowerCase(Locale.ROOT);
        for (String function : Stream.of(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Descriptor.class))
                .map(Method::getName).collect(Collectors.toSet())) {
            boolean ofShell = List.of("exit", "help", "explain").contains(scope);
            CommandSpec spec = CommandSpec.of((ofShell ? "hawser" : scope) + ':' + function, type);
            String called = ofShell ? function : spec.name();

            assertTrue(!spec.description().isEmpty(), spec.name());
            assertTrue(!spec.examples().isEmpty(), spec.name());
            assertEquals(List.of(), spec.examples().stream().filter(text -> !text.startsWith(called)).toList());
            assertEquals(List.of(), Stream.concat(spec.options().stream(), spec.arguments().stream())
                    .filter(parameter -> parameter.description().isEmpty()).toList());
        }
    }
}
