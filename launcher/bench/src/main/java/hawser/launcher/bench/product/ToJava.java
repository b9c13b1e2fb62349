// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.product;

import hawser.launcher.bench.measure.Cpus;
import hawser.launcher.bench.measure.OneWay;
import hawser.launcher.bench.peer.NativeEnd;

/** Sent in C, taken by a handler in Java. */
public final class ToJava implements OneWay {
    private final OpenChannel channel;
    private final int length;
    private final Sending sending;
    private final Arrivals arrivals = new Arrivals();

    /** What the native end does. */
    @FunctionalInterface
    private interface Sending {
        void send(NativeEnd end, int messages, int length);
    }

    private ToJava(int length, Sending sending, Reading reading) throws Exception {
        this.length = length;
        this.sending = sending;
        channel = OpenChannel.of(length);
        channel.receive((type, correlation, key, payload) -> {
            reading.read(payload);
            arrivals.add();
        });
        Cpus.pinToPartner(OpenChannel.READER);
    }

    /** {@return copied in, and out} */
    public static OneWay copied(int length) throws Exception {
        return new ToJava(length, NativeEnd::send, Reading.copying(length));
    }

    /** {@return written and read where they lie} */
    public static OneWay inPlace(int length) throws Exception {
        return new ToJava(length, NativeEnd::sendInPlace, Reading.inPlace());
    }

    @Override
    public void send(int messages) {
        sending.send(channel.nativeEnd(), messages, length);
    }

    @Override
    public void receive(int messages) {
        arrivals.await(messages);
    }

    @Override
    public void close() {
        channel.close();
    }
}
