// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.PluginIdentity;
import hawser.transport.PluginKeyManager;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldKeyTest {
    private final List<String> refused = new ArrayList<>();
    private final PluginKeyManager keys = (PluginKeyManager) Proxy.newProxyInstance(
            PluginKeyManager.class.getClassLoader(), new Class<?>[] {PluginKeyManager.class},
            (proxy, method, arguments) -> {
                refused.add(((PluginIdentity) arguments[0]).name() + ' ' + arguments[1]);
                return null;
            });
    private final HeldKey echo = new HeldKey(() -> keys, new PluginIdentity("echo", true, 7, 1));
    private final HeldKey next = new HeldKey(() -> keys, new PluginIdentity("echo", true, 7, 2));

    @Test
    void shouldTakeRecordsThatBearItsOwnHandle() {
        assertTrue(echo.isOf(echo.handle()));
        assertEquals(List.of(), refused);
    }

    @Test
    void shouldRefuseAndCountRecordsThatBearAnotherKeysHandle() {
        assertFalse(echo.isOf(next.handle()));
        assertFalse(next.isOf(echo.handle()));
        assertFalse(echo.isOf(0));
        assertFalse(echo.isOf(~echo.handle()));

        assertEquals(List.of("echo INVALID_PLUGIN_KEY", "echo INVALID_PLUGIN_KEY", "echo INVALID_PLUGIN_KEY",
                "echo INVALID_PLUGIN_KEY"), refused);
    }
}
