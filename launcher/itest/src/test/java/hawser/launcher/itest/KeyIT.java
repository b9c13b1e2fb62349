// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import hawser.transport.Registration;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Keys that are wrong, missing, revoked or another's are refused, and counted. */
public class KeyIT extends InFelix {
    private static final Event<String, String> WHO =
            Events.defineEvent("test").module("key").event("who").define(String.class, String.class);
    private static final Permissions DECLARED = Permissions.parse("send=\"test:key:who\"");
    private static final PluginIdentity ALPHA = new PluginIdentity("alpha", true, 1, 1);
    private static final PluginIdentity BETA = new PluginIdentity("beta", true, 2, 1);

    private final AtomicReference<byte[]> secret = new AtomicReference<>();
    private final KeyHolder thief = (key, bytes) -> secret.set(bytes.clone());
    private PluginKeyManager keys;
    private Transports transports;
    private Registration handler;

    @Before
    public void handle() throws InterruptedException {
        keys = service(PluginKeyManager.class);
        transports = service(Transports.class);
        handler = service(Transport.class)
                .on(WHO, (payload, request) -> request.plugin().map(PluginIdentity::name).orElse("nobody"));
    }

    @After
    public void close() {
        handler.close();
        keys.keys().forEach(keys::revokeKey);
    }

    @Test
    public void shouldActForThePluginUntilItsKeyIsRevoked() throws Exception {
        PluginKey key = keys.requestKey(ALPHA, DECLARED, thief);
        Transport plugin = transports.bind(ALPHA, secret.get());
        assertEquals("alpha", plugin.send(WHO, "?").toCompletableFuture().get());

        assertTrue(keys.revokeKey(key));

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send(WHO, "?")).code());
        assertRefusedToBind(ALPHA, secret.get());
        plugin.close();
    }

    @Test
    public void shouldRefuseEveryKeyThatIsNotThePluginsOwnOfNowAndCountEach() {
        PluginIdentity second = new PluginIdentity("alpha", true, 1, 2);
        keys.requestKey(BETA, DECLARED, thief);
        byte[] betas = secret.get();
        PluginKey old = keys.requestKey(ALPHA, DECLARED, thief);
        byte[] first = secret.get();
        long before = refused("alpha");

        assertRefusedToBind(ALPHA, null);
        assertRefusedToBind(ALPHA, new byte[32]);
        assertRefusedToBind(ALPHA, betas);
        assertRefusedToBind(ALPHA, Arrays.copyOf(first, 31));
        assertRefusedToBind(ALPHA, Arrays.copyOf(first, 33));
        keys.requestKey(second, DECLARED, thief);
        assertRefusedToBind(second, first);
        keys.revokeKey(old);
        assertRefusedToBind(ALPHA, first);
        for (int bit = 0; bit < 256; bit++) {
            byte[] flipped = secret.get().clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefusedToBind(second, flipped);
        }

        assertEquals(before + 7 + 256, refused("alpha"));
        Cases.row(61, "a transport", "no key, wrong, old, revoked, another's", "INVALID_PLUGIN_KEY, each counted");
    }

    @Test
    public void shouldNotRebindToAnothersKey() throws Exception {
        keys.requestKey(ALPHA, DECLARED, thief);
        var plugin = transports.bind(ALPHA, secret.get());
        keys.requestKey(BETA, DECLARED, thief);

        assertThrows(TransportException.class, () -> plugin.rebind(secret.get()));

        assertEquals("alpha", plugin.send(WHO, "?").toCompletableFuture().get());
        plugin.close();
    }

    @Test
    public void shouldRefuseThePluginsAnswersOnceItsKeyIsRevoked() throws Exception {
        Bundle echo = startEcho();
        send(ECHO, "hello".getBytes(UTF_8));
        PluginKey key = keys.keys().stream().filter(each -> each.owner().name().equals("echo")).findFirst()
                .orElseThrow();

        keys.revokeKey(key);

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY,
                failureOf(service(Transport.class).send(ECHO, new byte[1])).code());
        assertTrue(refused("echo") > 0);
        assertEquals(Optional.empty(), plugin(echo).keyFingerprint());
        assertTrue(plugin(echo).reason().orElseThrow().contains("plugin:start"));
        echo.stop();
        start(echo);
        assertEquals("hello", new String(send(ECHO, "hello".getBytes(UTF_8)), UTF_8));
        echo.uninstall();
    }

    @Test
    public void shouldShowTheNewKeyOfANativePluginWhenItIsRotated() throws Exception {
        Bundle echo = startEcho();
        String before = plugin(echo).keyFingerprint().orElseThrow();

        PluginKey next = keys.rotateKey(keys.keys().get(0)).orElseThrow();

        assertFalse(before.equals(next.fingerprint()));
        assertEquals(next.fingerprint(), plugin(echo).keyFingerprint().orElseThrow());
        assertEquals(next, hawser().getServiceReference("hawser.plugin.host.NativePlugin").getProperty("plugin.key"));
        assertEquals("hello", new String(send(ECHO, "hello".getBytes(UTF_8)), UTF_8));
        echo.uninstall();
    }

    private void assertRefusedToBind(PluginIdentity owner, byte[] presented) {
        TransportException refusal =
                assertThrows(TransportException.class, () -> transports.bind(owner, presented));
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal.code());
    }

    private long refused(String name) {
        return keys.refusals().stream()
                .filter(each -> each.name().equals(name) && each.code() == ErrorCode.INVALID_PLUGIN_KEY)
                .mapToLong(Refusals::count).sum();
    }
}
