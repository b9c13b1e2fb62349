// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes channels for one bundle: each bundle that looks it up gets its own, and its channels end with it.
 * Thread-safe.
 */
@ProviderType
public interface Channels {
    /**
     * Makes a channel in memory that has no name, cannot change its size, and leaves nothing behind. The caller is its
     * renderer's end and closes it.
     *
     * @param name for lists and logs; need not be unique
     * @param sizes of its two rings
     * @return an open channel
     * @throws ChannelException if the memory cannot be had
     */
    SharedMemoryChannel create(String name, ChannelSizes sizes);

    /**
     * Makes a channel that behaves otherwise than by {@link ChannelOptions#defaults()}.
     *
     * @param name for lists and logs; need not be unique
     * @param sizes of its two rings
     * @param options how it behaves
     * @return an open channel
     * @throws ChannelException if the memory cannot be had
     */
    SharedMemoryChannel create(String name, ChannelSizes sizes, ChannelOptions options);

    /**
     * Joins a channel in a named file, or makes the file, for its owner only and with its space reserved. A file
     * that was there is used as it is, and is there when the channel is closed; one that was made goes with it.
     *
     * @param file a regular file, no link; its last name is the channel's
     * @param layout of the file: {@link ChannelLayout#MAILBOX}
     * @param role which end the caller is
     * @param sizes of its two buffers, as the other end has them
     * @return an open channel
     * @throws ChannelException if the file cannot be used so
     */
    MessageChannel attach(Path file, ChannelLayout layout, ChannelRole role, ChannelSizes sizes);

    /** {@return every open channel of every bundle, as it is now, in the order of creation} */
    List<ChannelInfo> list();

    /**
     * {@return every claim of every bundle that is open now; one that is seen twice, some time apart, was probably
     * forgotten}
     */
    List<OpenClaim> claims();
}
