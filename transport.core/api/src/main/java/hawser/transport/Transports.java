// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Binds transports to plugins that are no bundle of their own. For Hawser's own bundles: any other that looks it up
 * gets one that refuses. Thread-safe.
 */
@ProviderType
public interface Transports {
    /**
     * Opens a transport that acts for the owner of a key, for as long as the key is valid. The key is verified here and
     * never again: from now on its handle stands for it.
     *
     * @param owner whose key it must be
     * @param secret the key itself; not kept
     * @return a transport that the caller closes
     * @throws TransportException INVALID_PLUGIN_KEY if the key is missing, wrong, revoked or another's
     */
    BoundTransport bind(PluginIdentity owner, byte[] secret);
}
