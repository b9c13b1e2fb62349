// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final PluginIdentity ECHO = new PluginIdentity("echo", true, 7, 1);

    private final KeyRing ring = new KeyRing(new SecureRandom());

    @Test
    void shouldResolveTheSecretThatItIssued() {
        IssuedKey issued = ring.issue(ECHO);

        assertSame(issued.key(), ring.resolve(issued.secret()).orElseThrow());
        assertEquals(ECHO, issued.key().owner());
        assertEquals(0, ring.refused());
    }

    @Test
    void shouldIssueANewKeyForEachActivation() {
        IssuedKey first = ring.issue(ECHO);
        IssuedKey second = ring.issue(ECHO);

        assertFalse(Arrays.equals(first.secret(), second.secret()));
        assertNotEquals(first.key(), second.key());
        assertEquals(List.of(first.key(), second.key()), ring.keys());
    }

    @Test
    void shouldRefuseEverySecretThatIsOneBitOff() {
        IssuedKey issued = ring.issue(ECHO);

        for (int bit = 0; bit < issued.secret().length * Byte.SIZE; bit++) {
            byte[] secret = issued.secret();
            secret[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertTrue(ring.resolve(secret).isEmpty(), "bit=" + bit);
        }
        assertEquals(256, ring.refused());
    }

    @Test
    void shouldRefuseSecretsThatAreMissingOrOfTheWrongLength() {
        IssuedKey issued = ring.issue(ECHO);

        assertTrue(ring.resolve(null).isEmpty());
        assertTrue(ring.resolve(new byte[0]).isEmpty());
        assertTrue(ring.resolve(Arrays.copyOf(issued.secret(), 31)).isEmpty());
        assertTrue(ring.resolve(Arrays.copyOf(issued.secret(), 33)).isEmpty());
        assertEquals(4, ring.refused());
    }

    @Test
    void shouldRefuseARevokedKeyAndSayWhetherItRevoked() {
        IssuedKey issued = ring.issue(ECHO);
        IssuedKey other = ring.issue(ECHO);

        assertTrue(ring.revoke(issued.key()));
        assertFalse(ring.revoke(issued.key()));

        assertTrue(ring.resolve(issued.secret()).isEmpty());
        assertFalse(issued.key().isValid());
        assertTrue(ring.resolve(other.secret()).isPresent());
    }

    @Test
    void shouldNotRevokeAKeyOfAnotherRing() {
        KeyRing stranger = new KeyRing(new SecureRandom());
        IssuedKey issued = stranger.issue(ECHO);

        assertFalse(ring.revoke(issued.key()));
        assertTrue(issued.key().isValid());
    }

    @Test
    void shouldPrintNothingOfTheSecret() {
        IssuedKey issued = ring.issue(ECHO);
        String secret = HexFormat.of().formatHex(issued.secret());

        assertEquals(12, issued.key().fingerprint().length());
        assertFalse(secret.contains(issued.toString()));
        assertFalse(secret.contains(issued.key().toString()));
    }

    @Test
    void shouldRevokeEveryKeyAtTheEnd() {
        IssuedKey issued = ring.issue(ECHO);

        ring.revokeAll();

        assertFalse(issued.key().isValid());
        assertTrue(ring.keys().isEmpty());
    }
}
