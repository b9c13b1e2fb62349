// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.OneWay;

/** Offered in Java, taken in C. */
public final class ToNative implements OneWay {
    private static final int BURST = 64;

    private final OpenChannel channel;
    private final int atOnce;

    private ToNative(int length, int atOnce) throws Exception {
        this.channel = OpenChannel.of(length);
        this.atOnce = atOnce;
    }

    /** {@return one offer a message of that length} */
    public static OneWay oneByOne(int length) throws Exception {
        return new ToNative(length, 1);
    }

    /** {@return one offer a burst} */
    public static OneWay bursts(int length) throws Exception {
        return new ToNative(length, BURST);
    }

    @Override
    public void send(int messages) {
        if (atOnce == 1) {
            for (int i = 0; i < messages; i++) {
                channel.sendMessage();
            }
        } else {
            for (int left = messages; left > 0; left -= atOnce) {
                channel.sendMessages(Math.min(atOnce, left));
            }
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
