// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.plugin.host.Chaos;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChaosCommandsTest {
    private final List<String> done = new ArrayList<>();
    private final ChaosCommands commands = new ChaosCommands((Chaos) Proxy.newProxyInstance(
            Chaos.class.getClassLoader(), new Class<?>[] {Chaos.class}, (self, called, given) -> {
                done.add(called.getName() + Arrays.toString(given));
                return null;
            }));

    @Test
    void shouldSayWhatWasDone() {
        assertEquals("the process of echo was killed", commands.kill("echo"));
        assertEquals("the process of echo stands still for 20 ms", commands.stall("echo", 20));
        assertEquals("echo waits 30 ms before each message", commands.slow("echo", 30));
        assertEquals("echo is as quick as usual", commands.slow("echo", 0));
        assertEquals("the channel of echo was overwritten", commands.corrupt("echo"));

        assertEquals(List.of("kill[echo]", "stall[echo, PT0.02S]", "slow[echo, PT0.03S]", "slow[echo, PT0S]",
                "corrupt[echo]"), done);
    }
}
