// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.nativelib.Driver;

/** One end of a channel, driven in C: a call runs a whole batch. */
public final class NativeEnd implements AutoCloseable {
    private final long address;

    private NativeEnd(long address) {
        if (address == 0) {
            throw new IllegalStateException("the driver must open its end of the channel");
        }
        this.address = address;
    }

    /** {@return a plugin's end, whose other end is Java's and may sleep} */
    public static NativeEnd facingJava(int descriptor, long length) {
        return new NativeEnd(Driver.bench_end_open(descriptor, length, Driver.NATIVE, 1));
    }

    /** {@return an end whose other one is in C, too, and never sleeps} */
    static NativeEnd bare(int descriptor, long length, int side) {
        return new NativeEnd(Driver.bench_end_open(descriptor, length, side, 0));
    }

    /** Sends so many. */
    public void send(int messages, int length) {
        Driver.check(Driver.bench_send(address, messages, length));
    }

    /** Takes so many. */
    public void receive(int messages) {
        Driver.check(Driver.bench_receive(address, messages));
    }

    /** Answers so many. */
    public void echo(int messages) {
        Driver.check(Driver.bench_echo(address, messages));
    }

    /** Writes so many in place. */
    public void sendInPlace(int messages, int length) {
        Driver.check(Driver.bench_send_in_place(address, messages, length));
    }

    /** Reads so many in place. */
    public void receiveInPlace(int messages) {
        Driver.check(Driver.bench_receive_in_place(address, messages));
    }

    /** Answers so many, with one copy from ring to ring. */
    public void echoInPlace(int messages) {
        Driver.check(Driver.bench_echo_in_place(address, messages));
    }

    /** Answers so many with a few bytes each. */
    public void acknowledge(int messages) {
        Driver.check(Driver.bench_acknowledge(address, messages));
    }

    void exchange(long[] latencies, int length) {
        Driver.check(Driver.bench_exchange(address, latencies.length, length, latencies));
    }

    void pipeline(int requests, int length, int window) {
        Driver.check(Driver.bench_pipeline(address, requests, length, window));
    }

    /** Sends after a rest each, with the time in the message. */
    public void sendStamped(int messages, long idleNs) {
        Driver.check(Driver.bench_send_stamped(address, messages, idleNs));
    }

    /** Takes such messages, sleeping between them, and notes how late each is. */
    public void receiveStamped(long[] latencies) {
        Driver.check(Driver.bench_receive_stamped(address, latencies.length, latencies));
    }

    @Override
    public void close() {
        Driver.bench_end_close(address);
    }
}
