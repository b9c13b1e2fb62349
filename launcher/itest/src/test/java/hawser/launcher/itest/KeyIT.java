// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Registration;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import hawser.transport.Transports;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Keys that are wrong, missing or revoked are refused, and counted. */
public class KeyIT extends InFelix {
    private static final Event<String, String> WHO =
            Events.defineEvent("test").module("key").event("who").define(String.class, String.class);

    @Test
    public void shouldRefuseToBindWithAWrongKey() throws InterruptedException {
        PluginKeyManager keys = service(PluginKeyManager.class);
        Transports transports = service(Transports.class);
        long refused = keys.refused();

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal(transports, new byte[32]).code());
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal(transports, null).code());
        assertEquals(refused + 2, keys.refused());
    }

    private static TransportException refusal(Transports transports, byte[] secret) {
        return assertThrows(TransportException.class, () -> transports.bind(secret));
    }

    @Test
    public void shouldActForThePluginUntilItsKeyIsRevoked() throws Exception {
        PluginKeyManager keys = service(PluginKeyManager.class);
        IssuedKey issued = keys.requestKey(new PluginIdentity("alpha", true, 1, 1));
        Registration handler = service(Transport.class)
                .on(WHO, (payload, request) -> request.plugin().map(PluginIdentity::name).orElse("nobody"));
        Transport plugin = service(Transports.class).bind(issued.secret());

        assertEquals("alpha", plugin.send(WHO, "?").toCompletableFuture().get());

        assertTrue(keys.revokeKey(issued.key()));
        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, failureOf(plugin.send(WHO, "?")).code());
        handler.close();
    }

    @Test
    public void shouldRefuseThePluginsAnswersOnceItsKeyIsRevoked() throws Exception {
        PluginKeyManager keys = service(PluginKeyManager.class);
        Bundle echo = startEcho();
        send(ECHO, "hello".getBytes(UTF_8));
        PluginKey key = keys.keys().stream().filter(each -> each.owner().name().equals("echo")).findFirst()
                .orElseThrow();

        keys.revokeKey(key);

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY,
                failureOf(service(Transport.class).send(ECHO, new byte[1])).code());
        echo.stop();
        start(echo);
        assertEquals("hello", new String(send(ECHO, "hello".getBytes(UTF_8)), UTF_8));
        echo.uninstall();
    }
}
