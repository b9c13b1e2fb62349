// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final PluginIdentity ECHO = new PluginIdentity("echo", true, 7, 1);
    private static final Permissions DECLARED =
            new Permissions(List.of("kv:*:*", "log:write:line"), List.of("echo:message:send"));

    private final List<Runnable> graces = new ArrayList<>();
    private final KeyRing ring = new KeyRing(new SecureRandom(), graces::add);

    /** Keeps what a holder must not keep, for the test to present it. */
    private static final class Keeper implements KeyHolder {
        private final List<PluginKey> keys = new ArrayList<>();
        private final List<byte[]> secrets = new ArrayList<>();
        private byte[] handed;
        private int revoked;
        private Runnable onTake = () -> { };

        @Override
        public void take(PluginKey key, byte[] secret) {
            onTake.run();
            keys.add(key);
            secrets.add(secret.clone());
            handed = secret;
        }

        @Override
        public void revoked() {
            revoked++;
        }
    }

    private Keeper issue(PluginIdentity owner) {
        Keeper keeper = new Keeper();
        assertSame(ring.issue(owner, DECLARED, keeper), keeper.keys.get(0));
        return keeper;
    }

    @Test
    void shouldResolveTheSecretThatItIssued() {
        Keeper issued = issue(ECHO);

        assertSame(issued.keys.get(0), ring.resolve(issued.secrets.get(0)).orElseThrow());
        assertEquals(ECHO, issued.keys.get(0).owner());
        assertEquals(32, issued.secrets.get(0).length);
    }

    @Test
    void shouldWipeTheSecretOnceItWasTaken() {
        Keeper issued = issue(ECHO);

        assertArrayEquals(new byte[32], issued.handed);
        assertFalse(Arrays.equals(issued.handed, issued.secrets.get(0)));
    }

    @Test
    void shouldIssueANewKeyForEachActivation() {
        Keeper first = issue(ECHO);
        Keeper second = issue(new PluginIdentity("echo", true, 7, 2));

        assertFalse(Arrays.equals(first.secrets.get(0), second.secrets.get(0)));
        assertNotEquals(first.keys.get(0), second.keys.get(0));
        assertEquals(List.of(first.keys.get(0), second.keys.get(0)), ring.keys());
    }

    @Test
    void shouldRefuseEverySecretThatIsOneBitOff() {
        byte[] issued = issue(ECHO).secrets.get(0);

        for (int bit = 0; bit < issued.length * Byte.SIZE; bit++) {
            byte[] secret = issued.clone();
            secret[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertTrue(ring.resolve(secret).isEmpty(), "bit=" + bit);
        }
    }

    @Test
    void shouldRefuseSecretsThatAreMissingOrOfTheWrongLength() {
        byte[] issued = issue(ECHO).secrets.get(0);

        assertTrue(ring.resolve(null).isEmpty());
        assertTrue(ring.resolve(new byte[0]).isEmpty());
        assertTrue(ring.resolve(Arrays.copyOf(issued, 31)).isEmpty());
        assertTrue(ring.resolve(Arrays.copyOf(issued, 33)).isEmpty());
    }

    @Test
    void shouldRefuseARevokedKeyAndSayWhetherItRevoked() {
        Keeper issued = issue(ECHO);
        Keeper other = issue(new PluginIdentity("echo", true, 7, 2));

        assertTrue(ring.revoke(issued.keys.get(0)));
        assertFalse(ring.revoke(issued.keys.get(0)));

        assertTrue(ring.resolve(issued.secrets.get(0)).isEmpty());
        assertFalse(issued.keys.get(0).isValid());
        assertEquals(1, issued.revoked);
        assertTrue(ring.resolve(other.secrets.get(0)).isPresent());
        assertEquals(0, other.revoked);
    }

    @Test
    void shouldNotRevokeAKeyOfAnotherRing() {
        Keeper issued = new Keeper();
        new KeyRing(new SecureRandom(), graces::add).issue(ECHO, DECLARED, issued);

        assertFalse(ring.revoke(issued.keys.get(0)));
        assertTrue(issued.keys.get(0).isValid());
    }

    @Test
    void shouldPrintNothingOfTheSecret() {
        Keeper issued = issue(ECHO);
        String secret = HexFormat.of().formatHex(issued.secrets.get(0));

        assertTrue(issued.keys.get(0).fingerprint().matches("[0-9a-f]{12}"));
        assertEquals(issued.keys.get(0).fingerprint(), issued.keys.get(0).toString());
        assertFalse(secret.contains(issued.keys.get(0).toString()));
    }

    @Test
    void shouldRevokeEveryKeyAtTheEndAndIssueNoneAnyMore() {
        Keeper issued = issue(ECHO);

        ring.close();

        assertFalse(issued.keys.get(0).isValid());
        assertEquals(1, issued.revoked);
        assertEquals(List.of(), ring.keys());
        assertThrows(TransportException.class, () -> ring.issue(ECHO, DECLARED, new Keeper()));
    }

    @Test
    void shouldJudgeByTheOldKeyUntilItsGraceHasPassedWhenRotated() {
        Keeper echo = issue(ECHO);

        PluginKey next = ring.rotate(echo.keys.get(0)).orElseThrow();

        assertSame(next, echo.keys.get(1));
        assertEquals(List.of(next), ring.keys());
        assertTrue(echo.keys.get(0).maySend("kv:a:b"));
        assertTrue(ring.resolve(echo.secrets.get(0)).isEmpty(), "nothing is bound with the old key any more");
        assertSame(next, ring.resolve(echo.secrets.get(1)).orElseThrow());

        graces.forEach(Runnable::run);
        assertFalse(echo.keys.get(0).isValid());
        assertTrue(next.isValid());
        assertEquals(0, echo.revoked);
    }

    @Test
    void shouldRotateOnlyTheNewestKey() {
        Keeper echo = issue(ECHO);
        ring.rotate(echo.keys.get(0)).orElseThrow();

        assertEquals(Optional.empty(), ring.rotate(echo.keys.get(0)));
        ring.revoke(echo.keys.get(1));
        assertEquals(Optional.empty(), ring.rotate(echo.keys.get(1)));
    }

    @Test
    void shouldKeepTheOldKeyWhenTheHolderCannotTakeTheNext() {
        Keeper echo = issue(ECHO);
        echo.onTake = () -> {
            throw new IllegalStateException("cannot bind it");
        };

        assertThrows(IllegalStateException.class, () -> ring.rotate(echo.keys.get(0)));

        assertEquals(echo.keys, ring.keys());
        assertTrue(ring.resolve(echo.secrets.get(0)).isPresent());
        echo.onTake = () -> { };
        assertTrue(ring.rotate(echo.keys.get(0)).isPresent());
    }

    @Test
    void shouldRevokeWhatTheKeyWasRotatedFromAndTo() {
        Keeper echo = issue(ECHO);
        ring.rotate(echo.keys.get(0));

        assertTrue(ring.revoke(echo.keys.get(0)));

        assertFalse(echo.keys.get(0).isValid());
        assertFalse(echo.keys.get(1).isValid());
        assertEquals(1, echo.revoked);
    }

    @Test
    void shouldEndTheKeyThatIsBeingTakenWhenTheActivationIsRevoked() {
        Keeper echo = issue(ECHO);
        echo.onTake = () -> ring.revoke(echo.keys.get(0));

        assertEquals(Optional.empty(), ring.rotate(echo.keys.get(0)));

        assertFalse(echo.keys.get(1).isValid());
        assertTrue(ring.resolve(echo.secrets.get(1)).isEmpty());
        assertEquals(List.of(), ring.keys());
    }

    @Test
    void shouldRefuseANameThatAnotherBundlesPluginHas() {
        Keeper echo = issue(ECHO);
        PluginIdentity forger = new PluginIdentity("ECHO", true, 8, 1);

        TransportException refusal =
                assertThrows(TransportException.class, () -> ring.issue(forger, DECLARED, new Keeper()));

        assertEquals(ErrorCode.INVALID_PLUGIN_KEY, refusal.code());
        ring.revoke(echo.keys.get(0));
        ring.issue(forger, DECLARED, new Keeper());
    }

    @Test
    void shouldPermitWhatIsDeclaredAndThePluginsOwnEvents() {
        PluginKey key = issue(ECHO).keys.get(0);

        assertTrue(key.maySend("kv:store:get"));
        assertTrue(key.maySend("log:write:line"));
        assertTrue(key.maySend("plugin:echo:message"));
        assertTrue(key.mayHandle("plugin:echo:send"));
        assertTrue(key.mayHandle("echo:message:send"));
        assertFalse(key.maySend("echo:message:send"));
        assertFalse(key.maySend("kv:store"));
        assertFalse(key.maySend("kv:store:get:more"));
        assertFalse(key.maySend("log:write:lines"));
        assertFalse(key.maySend("plugin:echo2:message"));
        assertFalse(key.mayHandle("kv:store:get"));
    }

    @Test
    void shouldNarrowAndWidenAtOnceWhatKeysPermit() {
        Keeper echo = issue(ECHO);
        PluginKey key = echo.keys.get(0);
        assertTrue(key.maySend("kv:store:get"));
        Permissions rule = new Permissions(List.of("kv:store:*", "storage:x:y"), List.of());

        ring.narrow(new Narrowing(Map.of("echo", rule), true));

        assertTrue(key.maySend("kv:store:get"));
        assertFalse(key.maySend("kv:other:get"));
        assertFalse(key.maySend("storage:x:y"), "configuration cannot widen");
        assertFalse(key.mayHandle("echo:message:send"));
        assertTrue(key.maySend("plugin:echo:message"));
        assertFalse(ring.rotate(key).orElseThrow().maySend("kv:other:get"));

        ring.narrow(Narrowing.NONE);
        assertTrue(echo.keys.get(1).maySend("kv:other:get"));
    }

    @Test
    void shouldHaveOtherGrantsWheneverAVerdictMayBeAnother() {
        PluginKey key = issue(ECHO).keys.get(0);
        Object first = key.grants();
        assertNotNull(first);
        assertSame(first, key.grants());

        ring.narrow(new Narrowing(Map.of("echo", Permissions.none()), true));
        Object second = key.grants();
        ring.narrow(Narrowing.NONE);
        Object third = key.grants();

        assertNotSame(first, second);
        assertNotSame(second, third);
        assertNotSame(first, third, "what was judged under the first is not judged again by chance");
        ring.revoke(key);
        assertNull(key.grants());
    }

    @Test
    void shouldLetInBundlesWithoutANameAsTheAdministratorSays() {
        PluginIdentity bundle = new PluginIdentity("my.app", false, 9, 1);
        PluginKey handle = ring.admit(bundle, new Keeper());

        assertTrue(handle.maySend("any:thing:goes"));
        ring.narrow(new Narrowing(Map.of(), false));
        assertFalse(handle.maySend("any:thing:goes"));
        ring.narrow(new Narrowing(Map.of("my.app", new Permissions(List.of("a:b:c"), List.of("*"))), false));
        assertTrue(handle.maySend("a:b:c"));
        assertFalse(handle.maySend("plugin:my-app:x"));
        assertTrue(handle.mayHandle("any:thing:goes"));

        assertEquals(List.of(), ring.keys());
        assertTrue(ring.revoke(handle));
        assertFalse(handle.isValid());
    }

    @Test
    void shouldKeepOfASecretItsHashOnly() throws ReflectiveOperationException, GeneralSecurityException {
        byte[] secret = issue(ECHO).secrets.get(0);
        var field = KeyRing.class.getDeclaredField("bindings");
        field.setAccessible(true);
        Object binding = ((List<?>) field.get(ring)).get(0);

        List<byte[]> kept = new ArrayList<>();
        for (var component : binding.getClass().getDeclaredFields()) {
            component.setAccessible(true);
            if (component.get(binding) instanceof byte[] bytes) {
                kept.add(bytes);
            }
        }

        assertEquals(1, kept.size());
        assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(secret), kept.get(0));
    }

    @Test
    void shouldCompareHashesInConstantTimeOnly() {
        StringWriter code = new StringWriter();
        ToolProvider.findFirst("javap").orElseThrow().run(new PrintWriter(code),
                new PrintWriter(code), "-c", "-p", "-cp", System.getProperty("java.class.path"),
                KeyRing.class.getName());

        assertTrue(code.toString().contains("java/security/MessageDigest.isEqual:([B[B)Z"), code.toString());
        assertFalse(code.toString().matches("(?s).*Arrays\\.(equals|compare|mismatch|hashCode).*"), code.toString());
    }
}
