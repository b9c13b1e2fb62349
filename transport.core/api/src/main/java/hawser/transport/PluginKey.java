// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Stands for the key of one plugin's activation. It holds no bit of the key, prints as the key's fingerprint, and is
 * equal to itself only. Thread-safe.
 */
@ProviderType
public interface PluginKey {
    /** {@return whose key it is} */
    PluginIdentity owner();

    /** {@return 12 hexadecimal digits that tell keys apart and nothing else} */
    String fingerprint();

    /** {@return whether it has not been revoked; costs one load, so it can be asked for each message} */
    boolean isValid();
}
