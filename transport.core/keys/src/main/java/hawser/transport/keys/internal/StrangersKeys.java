// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.ErrorCode;
import hawser.transport.KeyHolder;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.Refusals;
import hawser.transport.TransportException;
import java.util.List;
import java.util.Optional;

/** What a bundle that is none of Hawser's gets for a key manager: every use is refused and counted. Thread-safe. */
final class StrangersKeys implements PluginKeyManager {
    private final PluginIdentity stranger;
    private final RefusalLog refusals;

    StrangersKeys(PluginIdentity stranger, RefusalLog refusals) {
        this.stranger = stranger;
        this.refusals = refusals;
    }

    private TransportException refusal() {
        refusals.add(stranger, ErrorCode.PLUGIN_UNAUTHORIZED, "the key manager");
        return TransportException.of(ErrorCode.PLUGIN_UNAUTHORIZED,
                "the key manager is for Hawser's own bundles: bundle " + stranger.bundleId() + " (" + stranger.name()
                        + ") is none; use the service Transport", null, stranger.name(), null);
    }

    @Override
    public PluginKey requestKey(PluginIdentity owner, Permissions declared, KeyHolder holder) {
        throw refusal();
    }

    @Override
    public PluginKey admit(PluginIdentity bundle, KeyHolder holder) {
        throw refusal();
    }

    @Override
    public Optional<PluginKey> rotateKey(PluginKey key) {
        throw refusal();
    }

    @Override
    public boolean revokeKey(PluginKey key) {
        throw refusal();
    }

    @Override
    public Optional<PluginKey> resolveKey(byte[] secret) {
        throw refusal();
    }

    @Override
    public List<PluginKey> keys() {
        throw refusal();
    }

    @Override
    public void refuse(PluginIdentity caller, ErrorCode code, String what) {
        throw refusal();
    }

    @Override
    public List<Refusals> refusals() {
        throw refusal();
    }
}
