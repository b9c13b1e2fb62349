// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.channel.ChannelException;
import hawser.transport.channel.SendResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue of errors. */
class ExplainCommandsTest {
    private final ExplainCommands commands = new ExplainCommands();

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldHaveACauseAndARemedyForEachCode(ErrorCode code) {
        assertTrue(ErrorCatalog.find(code.name()).isPresent(), code.name());
    }

    @ParameterizedTest
    @EnumSource(value = SendResult.class, mode = EnumSource.Mode.EXCLUDE, names = "ACCEPTED")
    void shouldHaveACauseAndARemedyForEachRefusalOfAChannel(SendResult result) {
        assertTrue(ErrorCatalog.find(result.name()).isPresent(), result.name());
    }

    @ParameterizedTest
    @EnumSource(ChannelException.Reason.class)
    void shouldHaveACauseAndARemedyForEachFailureOfAChannel(ChannelException.Reason reason) {
        assertTrue(ErrorCatalog.find(reason.name()).isPresent(), reason.name());
    }

    @ParameterizedTest
    @EnumSource(value = PluginState.class, names = {"FAILED", "CRASHED", "QUARANTINED"})
    void shouldHaveACauseAndARemedyForEachBadStateOfAPlugin(PluginState state) {
        assertTrue(ErrorCatalog.find(state.name()).isPresent(), state.name());
    }

    @Test
    void shouldExplainACodeHoweverItIsWritten() {
        Details timeout = (Details) commands.explain(false, "timeout");

        assertEquals("TIMEOUT", timeout.get("name"));
        assertEquals("The deadline passed before the answer came.", timeout.get("cause"));
    }

    @Test
    void shouldNameTheNearestCodeWhenThereIsNoneOfThatName() {
        var refused = assertThrows(CommandFailure.class, () -> commands.explain(false, "TIME_OUT"));

        assertEquals("no such error code: TIME_OUT; did you mean TIMEOUT?", refused.getMessage());
    }
}
