// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

class OneProducerTest extends RingContract {
    @Override
    RingMemory ring() {
        return segment.toRenderer();
    }
}
