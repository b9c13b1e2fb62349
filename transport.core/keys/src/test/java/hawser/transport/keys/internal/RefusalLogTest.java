// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hawser.transport.ErrorCode;
import hawser.transport.PluginIdentity;
import hawser.transport.Refusals;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class RefusalLogTest {
    private static final PluginIdentity ECHO = new PluginIdentity("echo", true, 7, 1);

    private final List<String> lines = new ArrayList<>();
    private final RefusalLog refusals = new RefusalLog((Logger) Proxy.newProxyInstance(
            Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                lines.add(Arrays.deepToString(arguments));
                return null;
            }));

    @Test
    void shouldCountByNameAndCode() {
        refusals.add(ECHO, ErrorCode.PLUGIN_UNAUTHORIZED, "send a:b:c");
        refusals.add(ECHO, ErrorCode.PLUGIN_UNAUTHORIZED, "send a:b:d");
        refusals.add(ECHO, ErrorCode.INVALID_PLUGIN_KEY, "send a:b:c");

        assertEquals(List.of(new Refusals("echo", ErrorCode.INVALID_PLUGIN_KEY, 1),
                new Refusals("echo", ErrorCode.PLUGIN_UNAUTHORIZED, 2)), refusals.refusals());
    }

    @Test
    void shouldLogOnlyWhenTheNumberHasDoubled() {
        for (int i = 0; i < 1_000_000; i++) {
            refusals.add(ECHO, ErrorCode.PLUGIN_UNAUTHORIZED, "send a:b:c");
        }

        assertEquals(20, lines.size());
        assertEquals(1_000_000, refusals.refusals().get(0).count());
    }

    @Test
    void shouldNotLetNamesBreakOrFillTheLog() {
        refusals.add(new PluginIdentity("x\n2026 ERROR forged", false, 8, 1), ErrorCode.PLUGIN_UNAUTHORIZED,
                "send \u001b[2J" + "y".repeat(100_000));

        assertFalse(lines.get(0).chars().anyMatch(Character::isISOControl), lines.get(0));
        assertEquals(1, lines.size());
        assertFalse(lines.get(0).length() > 1000);
    }

    @Test
    void shouldShareACountAmongTheLastOfTooManyNames() {
        for (int i = 0; i < 10_000; i++) {
            refusals.add(new PluginIdentity("name-" + i, false, i, 1), ErrorCode.PLUGIN_UNAUTHORIZED, "send a:b:c");
        }

        List<Refusals> counted = refusals.refusals();
        assertEquals(4097, counted.size());
        assertEquals(new Refusals("", ErrorCode.PLUGIN_UNAUTHORIZED, 10_000 - 4096), counted.get(0));
    }
}
