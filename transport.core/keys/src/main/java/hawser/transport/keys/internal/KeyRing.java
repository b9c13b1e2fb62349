// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Every valid key, by the hash of its secret. Thread-safe. */
final class KeyRing {
    private static final int SECRET_LENGTH = 32;

    private final SecureRandom random;
    private final List<HashedKey> keys = new CopyOnWriteArrayList<>();
    private final AtomicLong refused = new AtomicLong();

    KeyRing(SecureRandom random) {
        this.random = random;
    }

    IssuedKey issue(PluginIdentity owner) {
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        HashedKey key = new HashedKey(owner, hash(secret));
        keys.add(key);
        IssuedKey issued = new IssuedKey(key, secret);
        Arrays.fill(secret, (byte) 0);
        return issued;
    }

    boolean revoke(PluginKey key) {
        return keys.remove(key) && ((HashedKey) key).revoke();
    }

    void revokeAll() {
        keys.forEach(this::revoke);
    }

    /** Compares with every key, so that the time taken tells nothing of which one came near. */
    Optional<PluginKey> resolve(byte[] secret) {
        PluginKey found = null;
        if (secret != null && secret.length == SECRET_LENGTH) {
            byte[] hash = hash(secret);
            for (HashedKey key : keys) {
                found = key.matches(hash) ? key : found;
            }
        }
        if (found == null) {
            refused.incrementAndGet();
        }
        return Optional.ofNullable(found);
    }

    List<PluginKey> keys() {
        return List.copyOf(keys);
    }

    long refused() {
        return refused.get();
    }

    private static byte[] hash(byte[] secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
