// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import org.osgi.annotation.versioning.ProviderType;

/** What a consumer holds of a stream it listens to. Thread-safe. */
@ProviderType
public interface StreamController extends AutoCloseable {
    /** {@return the stream's id, which no other stream has had or will have; 0 for one that could not begin} */
    long id();

    /** Gives the stream up; idempotent. The listener is told nothing more, but for what it is being told now. */
    void cancel();

    /** {@return whether it was given up by {@link #cancel()}} */
    boolean isCancelled();

    /** {@return whether it has ended, in whatever way} */
    boolean hasEnded();

    /** The same as {@link #cancel()}. */
    @Override
    void close();
}
