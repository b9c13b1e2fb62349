// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.OneWay;
import hawser.transport.channel.Claim;
import hawser.transport.channel.RecordType;

/** Written by Java where it lies, read there in C. */
public final class InPlaceToNative implements OneWay {
    private final OpenChannel channel;
    private final Claim claim;

    /** For messages of that length. */
    public InPlaceToNative(int length) throws Exception {
        channel = OpenChannel.of(length);
        claim = channel.newClaim();
    }

    @Override
    public void send(int messages) {
        for (int i = 0; i < messages; i++) {
            channel.write(claim);
            claim.commit(RecordType.MESSAGE, 0, 0, 0, claim.length());
        }
    }

    @Override
    public void receive(int messages) {
        channel.nativeEnd().receiveInPlace(messages);
    }

    @Override
    public void close() {
        channel.close();
    }
}
