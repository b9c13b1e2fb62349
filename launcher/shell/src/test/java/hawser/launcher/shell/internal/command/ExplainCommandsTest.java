// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue of errors. */
class ExplainCommandsTest {
    private final ExplainCommands commands = new ExplainCommands();

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldHaveACauseAndARemedyForEachCode(ErrorCode code) {
        assertTrue(ErrorCatalog.find(code).isPresent(), code.name());
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
