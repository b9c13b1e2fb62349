// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Stands for the key of one plugin's activation, once that key was verified. It holds no bit of the key and leads to
 * none, prints as the key's fingerprint, and is equal to itself only. Thread-safe.
 */
@ProviderType
public interface PluginKey {
    /** {@return whose key it is} */
    PluginIdentity owner();

    /** {@return 12 hexadecimal digits that tell keys apart and nothing else; empty if no key stands behind it} */
    String fingerprint();

    /** {@return whether it has not been revoked; costs one load, so it can be asked for each message} */
    boolean isValid();

    /**
     * {@return what stands for all that its owner may do now: the same object until that changes, null once the key was
     * revoked; costs one load. Who keeps it beside a verdict need not ask again while it is the same}
     */
    Object grants();

    /**
     * {@return whether it is valid and its owner may send that event; one load and a look-up once it was asked before}
     *
     * @param event an event's name
     */
    boolean maySend(String event);

    /**
     * {@return whether it is valid and its owner may handle that event; one load and a look-up once it was asked
     * before}
     *
     * @param event an event's name
     */
    boolean mayHandle(String event);
}
