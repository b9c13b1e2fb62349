// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.IdleStrategy;

class ReadingBySleepTest extends ReadingContract {
    @Override
    IdleStrategy idle() {
        return IdleStrategy.SLEEP;
    }
}
