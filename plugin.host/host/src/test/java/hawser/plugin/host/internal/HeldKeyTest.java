// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

    /** Who begins as keys come, and who renews all keys for that, do not know of each other. */
    @Test
    void shouldAskForOneKeyOfThoseWhoIssueThem() {
        AtomicInteger issued = new AtomicInteger();
        AtomicBoolean valid = new AtomicBoolean(true);
        AtomicReference<PluginKeyManager> issuing = new AtomicReference<>(issuer(issued, valid));
        HeldKey held = new HeldKey(issuing::get, new PluginIdentity("echo", true, 7, 1));
        held.request(Permissions.all(), (taken, secret) -> { });

        held.request();
        assertEquals(1, issued.get());

        valid.set(false);
        held.request();
        assertEquals(2, issued.get());

        valid.set(true);
        issuing.set(issuer(issued, valid));
        held.request();
        assertEquals(3, issued.get());
    }

    private static PluginKeyManager issuer(AtomicInteger issued, AtomicBoolean valid) {
        PluginKey key = TestGeneration.stand(PluginKey.class, (proxy, method, arguments) -> valid.get());
        return TestGeneration.stand(PluginKeyManager.class, (proxy, method, arguments) -> {
            issued.incrementAndGet();
            ((HeldKey) arguments[2]).take(key, new byte[0]);
            return key;
        });
    }
}
