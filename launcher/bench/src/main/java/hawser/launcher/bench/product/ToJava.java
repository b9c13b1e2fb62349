// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.OneWay;

/** Sent in C, taken by a handler in Java. */
public final class ToJava implements OneWay {
    private final OpenChannel channel;
    private final int length;
    private final Arrivals arrivals = new Arrivals();
    private byte[] last;

    /** For messages of that length. */
    public ToJava(int length) throws Exception {
        this.length = length;
        channel = OpenChannel.of(length);
        channel.receive((type, correlation, key, payload) -> {
            last = payload.copy();
            arrivals.add();
        });
        Cpus.pinToPartner(OpenChannel.READER);
    }

    @Override
    public void send(int messages) {
        channel.nativeEnd().send(messages, length);
    }

    @Override
    public void receive(int messages) {
        arrivals.await(messages);
        if (last.length != length) {
            throw new IllegalStateException("a message must arrive whole: length=" + last.length);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
