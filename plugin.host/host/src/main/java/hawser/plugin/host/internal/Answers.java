// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.Exchange;

/** Takes what a plugin answers. */
@FunctionalInterface
interface Answers {
    /**
     * Ends a request.
     *
     * @param type of the record that would carry the answer: one of {@link hawser.transport.channel.RecordType}
     * @param payload the answer, the taker's own; empty if the type says that there is none
     */
    void end(Exchange exchange, int type, byte[] payload);
}
