// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import java.util.List;
import java.util.Optional;

/** The key ring as Hawser's own bundles see it. Thread-safe. */
final class RingKeys implements PluginKeyManager {
    private final KeyRing ring;
    private final RefusalLog refusals;

    RingKeys(KeyRing ring, RefusalLog refusals) {
        this.ring = ring;
        this.refusals = refusals;
    }

    @Override
    public PluginKey requestKey(PluginIdentity owner, Permissions declared, KeyHolder holder) {
        return ring.issue(owner, declared, holder);
    }

    @Override
    public PluginKey admit(PluginIdentity bundle, KeyHolder holder) {
        return ring.admit(bundle, holder);
    }

    @Override
    public Optional<PluginKey> rotateKey(PluginKey key) {
        return ring.rotate(key);
    }

    @Override
    public boolean revokeKey(PluginKey key) {
        return ring.revoke(key);
    }

    @Override
    public Optional<PluginKey> resolveKey(byte[] secret) {
        return ring.resolve(secret);
    }

    @Override
    public List<PluginKey> keys() {
        return ring.keys();
    }

    @Override
    public void refuse(PluginIdentity caller, ErrorCode code, String what) {
        refusals.add(caller, code, what);
    }

    @Override
    public List<Refusals> refusals() {
        return refusals.refusals();
    }
}
