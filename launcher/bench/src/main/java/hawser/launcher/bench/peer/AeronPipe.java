// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.peer;

import hawser.launcher.bench.measure.Cpus;
import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.Header;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Aeron over its IPC medium, with its driver in this process, on one thread. */
public final class AeronPipe implements Pipe {
    private static final String CHANNEL = "aeron:ipc?term-length=16m|mtu=65504";
    private static final int STREAM = 1;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final FragmentAssembler assembler;
    private UnsafeBuffer destination;
    private int arrived;

    /** Opens a driver, a publication and its subscription; the driver is free to run on any processor. */
    public AeronPipe() {
        Cpus.unpinCaller();
        driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
                .aeronDirectoryName(folder().toString())
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
        Cpus.pinCaller();
        subscription = aeron.addSubscription(CHANNEL, STREAM);
        publication = aeron.addExclusivePublication(CHANNEL, STREAM);
        assembler = new FragmentAssembler(this::arrive);
        while (!publication.isConnected()) {
            Thread.onSpinWait();
        }
    }

    private void arrive(DirectBuffer buffer, int offset, int length, Header header) {
        destination.putBytes(0, buffer, offset, length);
        arrived++;
    }

    private static Path folder() {
        return Path.of("/dev/shm", "hawser-bench-" + ProcessHandle.current().pid() + '-' + System.nanoTime());
    }

    @Override
    public boolean offer(UnsafeBuffer message) {
        return publication.offer(message, 0, message.capacity()) > 0;
    }

    /** A message of several fragments arrives with its last one; messages are counted where they arrive. */
    @Override
    public int poll(UnsafeBuffer into, int limit) {
        destination = into;
        arrived = 0;
        subscription.poll(assembler, limit);
        return arrived;
    }

    @Override
    public void close() {
        aeron.close();
        driver.close();
    }
}
