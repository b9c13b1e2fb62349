// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import hawser.transport.channel.ChannelException;
import hawser.transport.channel.ChannelSizes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The named file of a mailbox. Thread-safe. */
final class MailboxFile implements AutoCloseable {
    /*
     * The file is read and written by position and never mapped: whoever can open it can cut it off, and a mapping that
     * was cut off ends the JVM at the next access; a read of what is not there is an answer. A peer that maps the file
     * sees the same pages. Each call into the kernel is made after the one before it has ended, and a write holds the
     * file's lock, so that another processor sees the stores in the order of the calls. A signal has one byte that
     * changes, so it is never seen half.
     *
     * A file that we make is written once from end to end: a disk that is full says so then.
     */
    private static final int BLOCK = 1024 * 1024;

    private final Path path;
    private final FileChannel file;
    private final long length;
    private final Object made;

    private MailboxFile(Path path, FileChannel file, long length, Object made) {
        this.path = path;
        this.file = file;
        this.length = length;
        this.made = made;
    }

    /** Joins the file of that name, or makes it if there is none. */
    static MailboxFile open(Path path, ChannelSizes sizes) {
        return open(path, MailboxDescriptor.length(sizes));
    }

    static MailboxFile open(Path path, long length) {
        try {
            return join(path, length);
        } catch (NoSuchFileException e) {
            return make(path, length);
        } catch (IOException e) {
            throw unavailable(path, length, e);
        }
    }

    private static ChannelException unavailable(Path path, long length, IOException cause) {
        ChannelException failure = new ChannelException("a mailbox file that can be read and written is required: file="
                + path + ", length=" + length + ": " + cause);
        failure.initCause(cause);
        return failure;
    }

    private static MailboxFile join(Path path, long length) throws IOException {
        BasicFileAttributes found = attributes(path);
        if (!found.isRegularFile()) {
            throw new ChannelException("a mailbox must be a regular file: file=" + path);
        }
        if (found.size() < length) {
            throw new ChannelException("a mailbox file must hold its control words and both buffers: file=" + path
                    + ", needed=" + length + ", length=" + found.size());
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        return new MailboxFile(path, file, length, null);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static MailboxFile make(Path path, long length) {
        FileChannel file = null;
        try {
            file = FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
                    StandardOpenOption.WRITE), PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            MailboxFile mailbox = new MailboxFile(path, file, length, attributes(path).fileKey());
            mailbox.reserve();
            return mailbox;
        } catch (FileAlreadyExistsException e) {
            throw unavailable(path, length, e);
        } catch (IOException e) {
            remove(path, file);
            throw unavailable(path, length, e);
        }
    }

    private static void remove(Path path, FileChannel file) {
        if (file == null) {
            return;
        }
        try {
            file.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new ChannelException("a mailbox file that was not made must be removed: file=" + path + ": " + e);
        }
    }

    private void reserve() throws IOException {
        ByteBuffer zeroes = ByteBuffer.allocateDirect((int) Math.min(BLOCK, length));
        for (long offset = 0; offset < length; offset += zeroes.limit()) {
            zeroes.clear().limit((int) Math.min(zeroes.capacity(), length - offset));
            writeFully(zeroes, offset);
        }
    }

    private void writeFully(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    /** The last part of its path. */
    String name() {
        return path.getFileName().toString();
    }

    /** Reads bytes up to the buffer's limit; a file that was cut off is a failure. */
    void read(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = file.read(into, at);
            if (count < 0) {
                throw new IOException("the file was cut off: file=" + path + ", needed=" + length + ", length="
                        + file.size());
            }
            at += count;
        }
    }

    /** Writes all bytes; a file that was cut off is a failure, and is not made longer again. */
    void write(ByteBuffer bytes, long offset) throws IOException {
        if (file.size() < length) {
            throw new IOException("the file was cut off: file=" + path + ", needed=" + length + ", length="
                    + file.size());
        }
        writeFully(bytes, offset);
    }

    /** A buffer for one control word. */
    static ByteBuffer word() {
        return ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    /** Closes it, and removes the name if we made it and it still is this file's. */
    @Override
    public void close() throws IOException {
        file.close();
        if (made != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS) && made.equals(attributes(path).fileKey())) {
            Files.delete(path);
        }
    }
}
