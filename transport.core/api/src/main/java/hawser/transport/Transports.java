// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Binds transports to plugins that are no bundle of their own. For Hawser's own bundles. Thread-safe. */
@ProviderType
public interface Transports {
    /**
     * Opens a transport that acts for the owner of a key, for as long as the key is valid.
     *
     * @param secret the key itself
     * @return a transport that the caller closes
     * @throws TransportException INVALID_PLUGIN_KEY if the key is missing, wrong or revoked
     */
    Transport bind(byte[] secret);
}
