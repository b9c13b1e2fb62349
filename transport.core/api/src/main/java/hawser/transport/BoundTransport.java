// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** A transport that acts for the owner of a key. Thread-safe. */
@ProviderType
public interface BoundTransport extends Transport {
    /**
     * Goes on under another key of the same owner, with all that it has under way and handles.
     *
     * @param secret the key itself; not kept
     * @throws TransportException INVALID_PLUGIN_KEY if it is missing, wrong, revoked or another's: then it goes on
     *     under the key it has
     */
    void rebind(byte[] secret);
}
