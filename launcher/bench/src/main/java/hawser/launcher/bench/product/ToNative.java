// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.OneWay;

/** Offered in Java, taken in C. */
public final class ToNative implements OneWay {
    private final OpenChannel channel;

    /** For messages of that length. */
    public ToNative(int length) throws Exception {
        channel = OpenChannel.of(length);
    }

    @Override
    public void send(int messages) {
        for (int i = 0; i < messages; i++) {
            channel.sendMessage();
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
