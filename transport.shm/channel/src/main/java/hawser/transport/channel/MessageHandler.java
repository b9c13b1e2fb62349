// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes the messages that arrive on a channel. */
@ConsumerType
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes one message, on a thread of the channel; must not block, since the next message waits. An exception is
     * logged and the next message follows.
     *
     * @param message valid until this method returns; {@link RecordView#copy()} keeps it
     */
    void onMessage(RecordView message);
}
