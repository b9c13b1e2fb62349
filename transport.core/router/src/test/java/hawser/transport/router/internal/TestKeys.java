// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys whose validity a test decides. */
final class TestKeys implements PluginKeyManager {
    /** A key that a test revokes. */
    static final class Key implements PluginKey {
        private final PluginIdentity owner;
        private volatile boolean valid = true;

        Key(PluginIdentity owner) {
            this.owner = owner;
        }

        @Override
        public PluginIdentity owner() {
            return owner;
        }

        @Override
        public String fingerprint() {
            return "000000000000";
        }

        @Override
        public boolean isValid() {
            return valid;
        }
    }

    final List<PluginKey> issued = new ArrayList<>();
    final List<PluginKey> revoked = new ArrayList<>();
    Runnable onRequest = () -> { };

    Key issue(PluginIdentity owner) {
        Key key = new Key(owner);
        issued.add(key);
        return key;
    }

    @Override
    public IssuedKey requestKey(PluginIdentity owner) {
        onRequest.run();
        return new IssuedKey(issue(owner), new byte[32]);
    }

    @Override
    public boolean revokeKey(PluginKey key) {
        revoked.add(key);
        boolean was = key.isValid();
        ((Key) key).valid = false;
        return was;
    }

    @Override
    public Optional<PluginKey> resolveKey(byte[] secret) {
        return Optional.empty();
    }

    @Override
    public List<PluginKey> keys() {
        return List.of();
    }

    @Override
    public long refused() {
        return 0;
    }
}
