// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelRole;

class MailboxAsRendererTest extends MailboxContract {
    @Override
    ChannelRole role() {
        return ChannelRole.RENDERER;
    }
}
