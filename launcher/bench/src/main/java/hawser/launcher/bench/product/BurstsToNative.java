// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.OneWay;

/** Offered in Java by bursts, taken in C. */
public final class BurstsToNative implements OneWay {
    private static final int BURST = 64;

    private final OpenChannel channel;

    /** For messages of that length. */
    public BurstsToNative(int length) throws Exception {
        channel = OpenChannel.of(length);
    }

    @Override
    public void send(int messages) {
        for (int left = messages; left > 0; left -= BURST) {
            channel.sendMessages(Math.min(BURST, left));
        }
    }

    @Override
    public void receive(int messages) {
        channel.nativeEnd().receive(messages);
    }

    @Override
    public void close() {
        channel.close();
    }
}
