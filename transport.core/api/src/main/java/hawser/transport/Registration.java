// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** The registration of a handler or of an action. Closing it takes that away; idempotent, thread-safe. */
@ProviderType
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
