// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.launcher.control.ControlRequest.Verb;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The request, there and back. */
class ControlRequestTest {
    @Test
    void shouldComeOutAsItWentInWhenSentInAFrame() {
        ControlRequest request = new ControlRequest(Verb.COMMAND, "echo 'häwser ⚓'", "/a b/ü", 120, true, "a script",
                List.of("one", "", "drei"));

        assertEquals(request, ControlRequest.of(request.toFrame()));
    }

    @Test
    void shouldRefuseWhenTheCommandIsTooLong() {
        String text = "x".repeat(Frame.MAX_LENGTH);

        var thrown = assertThrows(IllegalArgumentException.class, () -> new ControlRequest(Verb.COMMAND, text, "", 0));

        assertTrue(thrown.getMessage().contains("length=" + text.length()), thrown.getMessage());
    }

    @Test
    void shouldRefuseWhenTheFrameIsCutShort() {
        byte[] cut = ByteBuffer.allocate(12).putInt(0).putInt(0).putInt(500).array();

        assertThrows(IllegalArgumentException.class, () -> ControlRequest.of(new Frame(Frame.Type.REQUEST, cut)));
    }

    @Test
    void shouldRefuseWhenTheVerbIsUnknown() {
        byte[] unknown = ByteBuffer.allocate(16).putInt(99).array();

        assertThrows(IllegalArgumentException.class, () -> ControlRequest.of(new Frame(Frame.Type.REQUEST, unknown)));
    }

    @Test
    void shouldRefuseWhenTheFrameIsNoRequest() {
        assertThrows(IllegalArgumentException.class, () -> ControlRequest.of(Frame.exit(0)));
    }
}
