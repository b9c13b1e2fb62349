// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.IdleStrategy;

class ReadingByBusyTest extends ReadingContract {
    @Override
    IdleStrategy idle() {
        return IdleStrategy.BUSY;
    }
}
