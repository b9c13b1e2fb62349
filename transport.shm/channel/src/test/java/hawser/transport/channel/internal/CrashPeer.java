// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import hawser.transport.channel.ChannelOptions;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.RecordType;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The process that is killed, or stopped: one end of a channel. Prints "ready", and "stuck" when it has come to its
 * last store; a line that it is sent then lets it go on.
 */
public final class CrashPeer {
    private static final int BEFORE_THE_LAST = 50;
    private static final FileOutputStream PARENT = new FileOutputStream(FileDescriptor.out);

    private final UnsafeBuffer told;
    private final long lastStore;
    private boolean wentOn;

    private CrashPeer(Path toldFile, long lastStore) throws IOException {
        this.told = map(toldFile);
        this.lastStore = lastStore;
    }

    /**
     * Runs until it is killed.
     *
     * @param arguments what to be (to-renderer, side, consumer, renderer), the file that tells, before which store of a
     *     message to stop (negative: none), and where the memory is, unless it is to be made
     * @throws IOException if a file cannot be mapped
     */
    public static void main(String[] arguments) throws IOException {
        CrashPeer peer = new CrashPeer(Path.of(arguments[1]), Long.parseLong(arguments[2]));
        try (NativeMemory memory = new NativeMemory()) {
            if (arguments[0].equals("renderer")) {
                peer.sendAsRenderer();
            } else {
                NativeEnd end = new NativeEnd(map(Path.of(arguments[3])));
                peer.run(arguments[0], end, memory);
            }
        }
    }

    /** {@return all of a file, mapped} */
    static UnsafeBuffer map(Path file) throws IOException {
        try (FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = opened.map(FileChannel.MapMode.READ_WRITE, 0, opened.size());
            return new UnsafeBuffer(mapped);
        }
    }

    /** To the parent, which reads the other end of the pipe. */
    private static void say(String word) {
        try {
            PARENT.write((word + '\n').getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("the parent must listen", e);
        }
    }

    private void run(String part, NativeEnd end, NativeMemory memory) {
        DyingBuffer.Fuse fuse = new DyingBuffer.Fuse(this::stick);
        say("ready " + memory.hashCode());
        if (part.equals("consumer")) {
            consume(new RingConsumer(DyingBuffer.of(end.toNative, fuse), new Pins()), fuse);
        } else {
            produce(RingProducer.of(DyingBuffer.of(part.equals("side") ? end.toSide : end.toRenderer, fuse)), fuse);
        }
    }

    /** Until the parent kills, or says otherwise. */
    private void stick() {
        if (wentOn) {
            return;
        }
        say("stuck");
        try {
            if (System.in.read() < 0) {
                System.exit(1); // the parent is gone
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the parent must say something", e);
        }
        wentOn = true;
    }

    private void produce(RingProducer producer, DyingBuffer.Fuse fuse) {
        for (long i = 0;; i++) {
            if (i == BEFORE_THE_LAST && lastStore >= 0) {
                fuse.light(lastStore);
            }
            while (producer.offer(RecordType.MESSAGE, i, 0, 0, CrashMessage.of(i)) < 0) {
                Thread.onSpinWait();
            }
            told.putLongRelease(0, i + 1);
        }
    }

    private void consume(RingConsumer consumer, DyingBuffer.Fuse fuse) {
        long[] next = {0};
        while (true) {
            if (next[0] >= BEFORE_THE_LAST && lastStore >= 0 && !wentOn) {
                fuse.light(lastStore);
            }
            int taken = consumer.poll((type, correlation, key, payload) -> {
                if (!CrashMessage.isWhole(next[0], payload)) {
                    System.exit(1);
                }
                told.putLongRelease(0, ++next[0]);
            }, 1);
            if (taken < 0) {
                System.exit(1);
            }
        }
    }

    /** One thread sends; another claims, and is not there to commit when the process is killed. */
    private void sendAsRenderer() {
        MappedChannel channel = MappedChannel.create("killed", new ChannelSizes(4096, 4096), ChannelOptions.defaults(),
                closed -> { });
        RingClaim claim = (RingClaim) channel.newClaim();
        say("descriptor " + channel.descriptor());
        for (long i = 0;; i++) {
            if (i == lastStore) {
                while (channel.claim(claim, 100) < 0) {
                    Thread.onSpinWait();
                }
                claim.putLong(64, -1);
                sendAsRenderer(channel, i++);
                sendAsRenderer(channel, i++);
                sendAsRenderer(channel, i++);
                stick();
                claim.abort();
            }
            sendAsRenderer(channel, i);
        }
    }

    private void sendAsRenderer(MappedChannel channel, long number) {
        while (channel.offer(RecordType.MESSAGE, number, 0, 0, CrashMessage.of(number)) < 0) {
            Thread.onSpinWait();
        }
        told.putLongRelease(0, number + 1);
    }
}
