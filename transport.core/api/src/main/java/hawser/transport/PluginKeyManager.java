// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Issues and judges plugin keys: 256 random bits for each activation, of which only a hash is kept. For Hawser's own
 * bundles: any other that looks it up gets one that refuses. Thread-safe.
 */
@ProviderType
public interface PluginKeyManager {
    /**
     * Issues a new key for an activation, which begins with it. Keys of earlier activations stay valid until they are
     * revoked.
     *
     * @param owner whom it identifies, verified
     * @param declared what its manifest says it sends and handles; configuration may narrow that
     * @param holder takes the key before this returns, and its successors
     * @return what stands for the key
     * @throws TransportException INVALID_PLUGIN_KEY if another bundle's plugin has that name, or one that reads the
     *     same in events
     */
    PluginKey requestKey(PluginIdentity owner, Permissions declared, KeyHolder holder);

    /**
     * Lets in a bundle that declares no plugin name, and so has no key. It may do what the configuration says of such
     * bundles. It is in no list, and leaves by {@link #revokeKey(PluginKey)}.
     *
     * @param bundle who it is, not verified
     * @param holder told when what it may do changes; takes no key
     * @return what stands for it
     */
    PluginKey admit(PluginIdentity bundle, KeyHolder holder);

    /**
     * Has the holder of a key go on under a new one. The old key binds nothing any more; what was committed under it is
     * judged by it until the configured grace has passed, when it dies.
     *
     * @param key the newest of its activation
     * @return what stands for the new key; empty if the key is not valid or has been rotated already
     */
    Optional<PluginKey> rotateKey(PluginKey key);

    /**
     * Ends the activation of a key: this key and those it was rotated from and to are refused everywhere from now on.
     *
     * @param key any key
     * @return whether it was valid before
     */
    boolean revokeKey(PluginKey key);

    /**
     * Finds the key of a secret, in a time that does not depend on how much of it is right.
     *
     * @param secret what a caller presents
     * @return its key; empty if it is missing, wrong, revoked or rotated away
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

    /** {@return the newest valid key of each activation, by its owner's name} */
    List<PluginKey> keys();

    /**
     * Counts a refusal, and logs the first of a caller and code and each time that their number has doubled.
     *
     * @param caller who was refused
     * @param code why
     * @param what was refused, for the log
     */
    void refuse(PluginIdentity caller, ErrorCode code, String what);

    /** {@return what was refused so far, by name and code; survives the keys} */
    List<Refusals> refusals();
}
