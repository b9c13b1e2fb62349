// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The right to be the one instance of a folder. The kernel takes it back when the process ends, however it ends. */
final class InstanceLock implements AutoCloseable {
    private static final long PAUSE_MS = 25;
    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Tries to get the lock for as long as {@code patience} lasts and {@code wanted} says yes.
     *
     * @return empty if another process kept it
     */
    static Optional<InstanceLock> take(Folder folder, Duration patience, BooleanSupplier wanted) {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long tries = patience.toMillis() / PAUSE_MS;
            for (long i = 0; i <= tries && wanted.getAsBoolean(); i++) {
                if (tryLock(channel) != null) {
                    return Optional.of(new InstanceLock(channel));
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "cannot lock " + folder.lock() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.FAILED, "cannot release the lock: " + e.getMessage(), e);
        }
    }
}
