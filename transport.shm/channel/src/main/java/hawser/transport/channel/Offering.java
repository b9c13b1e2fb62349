// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A thread's part in what is offered to a channel: as long as it lasts, {@link SharedMemoryChannel#holdOffers()} and
 * the end of the channel wait for it. Of the thread that began it, which ends it soon and calls no foreign code before.
 */
@ProviderType
public interface Offering extends AutoCloseable {
    /** Ends it; once. */
    @Override
    void close();
}
