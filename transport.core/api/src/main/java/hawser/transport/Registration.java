// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** A handler's registration. Closing it takes the handler away; idempotent, thread-safe. */
@ProviderType
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
