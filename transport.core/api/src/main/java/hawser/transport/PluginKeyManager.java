// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Issues and judges plugin keys: 256 random bits for each activation, of which only a hash is kept. For Hawser's own
 * bundles. Thread-safe.
 */
@ProviderType
public interface PluginKeyManager {
    /**
     * Issues a new key. Keys that the plugin has from earlier activations stay valid until they are revoked.
     *
     * @param owner whom it identifies
     * @return the key and its secret
     */
    IssuedKey requestKey(PluginIdentity owner);

    /**
     * Ends a key: from now on it is refused everywhere.
     *
     * @param key any key
     * @return whether it was valid before
     */
    boolean revokeKey(PluginKey key);

    /**
     * Finds the key of a secret, in a time that does not depend on how much of it is right.
     *
     * @param secret what a caller presents
     * @return its key; empty if it is missing, wrong or revoked
     */
    Optional<PluginKey> resolveKey(byte[] secret);

    /**
     * {@return whether a secret is that of a valid key}
     *
     * @param secret what a caller presents
     */
    default boolean isValidKey(byte[] secret) {
        return resolveKey(secret).isPresent();
    }

    /** {@return the valid keys} */
    List<PluginKey> keys();

    /** {@return how many secrets were refused} */
    long refused();
}
