// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.Arrays;
import java.util.Objects;

/** A key just made, with its secret: the only time that it is seen. Prints as its fingerprint. */
public final class IssuedKey {
    private final PluginKey key;
    private final byte[] secret;

    /**
     * A key with its secret.
     *
     * @param key stands for it from now on
     * @param secret 32 random bytes; copied
     */
    public IssuedKey(PluginKey key, byte[] secret) {
        this.key = Objects.requireNonNull(key, "key");
        this.secret = secret.clone();
    }

    /** {@return what stands for it} */
    public PluginKey key() {
        return key;
    }

    /** {@return a copy of the secret, to be wiped by whoever asked} */
    public byte[] secret() {
        return secret.clone();
    }

    /** Forgets the secret. Idempotent. */
    public void wipe() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return key.fingerprint();
    }
}
