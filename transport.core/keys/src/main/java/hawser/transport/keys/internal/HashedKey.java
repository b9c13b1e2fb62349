// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import java.security.MessageDigest;
import java.util.HexFormat;

/** One key, known by the hash of its secret. Equal to itself only. */
final class HashedKey implements PluginKey {
    private static final int FINGERPRINT_BYTES = 6;

    private final PluginIdentity owner;
    private final byte[] hash;
    private final String fingerprint;
    private volatile boolean valid = true;

    HashedKey(PluginIdentity owner, byte[] hash) {
        this.owner = owner;
        this.hash = hash;
        this.fingerprint = HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    }

    boolean matches(byte[] other) {
        return MessageDigest.isEqual(hash, other) && valid;
    }

    synchronized boolean revoke() {
        boolean was = valid;
        valid = false;
        return was;
    }

    @Override
    public PluginIdentity owner() {
        return owner;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isValid() {
        return valid;
    }

    @Override
    public String toString() {
        return fingerprint;
    }
}
