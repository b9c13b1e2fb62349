// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A record's payload where it lies, in memory that the other end may reuse as soon as the handler returns. The view is
 * empty from then on. For the handler's thread only.
 */
@ProviderType
public interface RecordView {
    /** {@return the payload's length in bytes; 0 once the handler has returned} */
    int length();

    /**
     * {@return one byte of the payload}
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if it is not within the payload, or the handler has returned
     */
    byte get(int index);

    /** {@return a copy of the whole payload} */
    byte[] copy();
}
