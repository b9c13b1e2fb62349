// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import hawser.transport.IssuedKey;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The key ring as a service. Every key dies with it. */
@Component
public final class KeysComponent implements PluginKeyManager {
    private final KeyRing ring = new KeyRing(new SecureRandom());

    @Activate
    public KeysComponent() {
    }

    @Deactivate
    void deactivate() {
        ring.revokeAll();
    }

    @Override
    public IssuedKey requestKey(PluginIdentity owner) {
        return ring.issue(owner);
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
    public long refused() {
        return ring.refused();
    }
}
