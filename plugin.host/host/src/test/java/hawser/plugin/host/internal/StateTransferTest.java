// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateTransferTest {
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    private Runnable whenOffered = () -> { };
    private long offered = 1;
    private final SharedMemoryChannel channel = TestGeneration.stand(SharedMemoryChannel.class,
            (proxy, method, arguments) -> {
                if (method.getName().equals("maxPayload")) {
                    return 1 << 10;
                }
                whenOffered.run();
                return offered;
            });
    private final StateTransfer state = new StateTransfer(new TestGeneration.SilentPlugin("a"), channel);

    @Test
    void shouldWaitNoLongerForAPluginThatDiesOfWhatItIsGiven() {
        whenOffered = state::end;

        assertCrashed(() -> state.load(new byte[9], TIMEOUT_NS));
    }

    @Test
    void shouldWaitNoLongerForRoomInTheChannelOfAPluginThatDied() {
        offered = SharedMemoryChannel.BACK_PRESSURED;
        whenOffered = state::end;

        assertCrashed(() -> state.save(TIMEOUT_NS));
        assertCrashed(() -> state.save(TIMEOUT_NS));
    }

    private static void assertCrashed(Runnable transfer) {
        String message = assertThrows(PluginException.class, transfer::run).getMessage();

        assertTrue(message.contains("crashed"), message);
    }
}
