// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes the records that arrive on a channel. */
@ConsumerType
@FunctionalInterface
public interface RecordHandler {
    /**
     * Takes one record, on the channel's reader thread; must not block. An exception is logged and the
     * next record follows.
     *
     * @param type one of {@link RecordType}; others may come and are to be ignored
     * @param correlation names the request that is answered
     * @param key the handle of the sender's key
     * @param payload valid until this method returns
     */
    void onRecord(int type, long correlation, int key, RecordView payload);
}
