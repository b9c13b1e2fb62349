// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys whose validity and permissions a test decides. */
final class TestKeys implements PluginKeyManager {
    /** A key that a test revokes. */
    static final class Key implements PluginKey {
        private final PluginIdentity owner;
        private final KeyHolder holder;
        private volatile boolean valid = true;
        volatile List<String> forbidden = List.of();

        Key(PluginIdentity owner, KeyHolder holder) {
            this.owner = owner;
            this.holder = holder;
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

        @Override
        public Object grants() {
            return valid ? forbidden : null;
        }

        @Override
        public boolean maySend(String event) {
            return valid && !forbidden.contains(event);
        }

        @Override
        public boolean mayHandle(String event) {
            return valid && !forbidden.contains(event);
        }
    }

    final List<PluginKey> issued = new ArrayList<>();
    final List<PluginKey> revoked = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final Map<String, Permissions> declared = new HashMap<>();
    private final Map<Integer, Key> bySecret = new HashMap<>();
    Runnable onRequest = () -> { };

    Key issue(PluginIdentity owner) {
        return issue(owner, (key, secret) -> { });
    }

    private Key issue(PluginIdentity owner, KeyHolder holder) {
        Key key = new Key(owner, holder);
        issued.add(key);
        return key;
    }

    /** What binds that key. */
    byte[] secretOf(Key key) {
        byte[] secret = new byte[32];
        secret[0] = (byte) issued.indexOf(key);
        secret[1] = 1;
        bySecret.put(Arrays.hashCode(secret), key);
        return secret;
    }

    @Override
    public PluginKey requestKey(PluginIdentity owner, Permissions permissions, KeyHolder holder) {
        onRequest.run();
        declared.put(owner.name(), permissions);
        Key key = issue(owner, holder);
        holder.take(key, secretOf(key));
        return key;
    }

    @Override
    public PluginKey admit(PluginIdentity bundle, KeyHolder holder) {
        return new Key(bundle, holder);
    }

    @Override
    public Optional<PluginKey> rotateKey(PluginKey key) {
        Key next = issue(key.owner(), ((Key) key).holder);
        next.holder.take(next, secretOf(next));
        return Optional.of(next);
    }

    @Override
    public boolean revokeKey(PluginKey key) {
        revoked.add(key);
        boolean was = key.isValid();
        ((Key) key).valid = false;
        ((Key) key).holder.revoked();
        return was;
    }

    @Override
    public Optional<PluginKey> resolveKey(byte[] secret) {
        return Optional.ofNullable(secret == null ? null : bySecret.get(Arrays.hashCode(secret)))
                .map(PluginKey.class::cast).filter(PluginKey::isValid);
    }

    @Override
    public List<PluginKey> keys() {
        return List.of();
    }

    @Override
    public void refuse(PluginIdentity caller, ErrorCode code, String what) {
        refused.add(caller.name() + ' ' + code + ' ' + what);
    }

    @Override
    public List<Refusals> refusals() {
        return List.of();
    }
}
