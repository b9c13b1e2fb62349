// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** The registration of a handler or of an action. Thread-safe. */
@ProviderType
public interface Registration extends AutoCloseable {
    /** Takes it away; idempotent. Does not wait for what runs there, on whatever thread. */
    @Override
    void close();
}
