// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.TransportException;
import java.util.Optional;

/** Who sends through one transport, and whether it still may. Immutable but for the key's own validity. */
final class Caller {
    private final String name;
    private final PluginIdentity identity;
    private final PluginKey key;

    private Caller(String name, PluginIdentity identity, PluginKey key) {
        this.name = name;
        this.identity = identity;
        this.key = key;
    }

    /** One of Hawser's own bundles. */
    static Caller own(String name) {
        return new Caller(name, null, null);
    }

    /** A bundle that declares no plugin name: it is known by its symbolic name, which nobody has verified. */
    static Caller unverified(String symbolicName, long bundleId) {
        return new Caller(symbolicName, new PluginIdentity(symbolicName, false, bundleId, 1), null);
    }

    /** Whoever the key belongs to. */
    static Caller plugin(PluginKey key) {
        return new Caller(key.owner().name(), key.owner(), key);
    }

    String name() {
        return name;
    }

    Optional<PluginIdentity> identity() {
        return Optional.ofNullable(identity);
    }

    Optional<PluginKey> key() {
        return Optional.ofNullable(key);
    }

    /** Checked for each request: one load. */
    void check(String event) {
        if (key != null && !key.isValid()) {
            throw TransportException.of(ErrorCode.INVALID_PLUGIN_KEY,
                    "a plugin's requests need a valid key: the key " + key.fingerprint() + " of plugin " + name
                            + " was revoked; a plugin gets a new one when it is started again",
                    event, name, null);
        }
    }
}
