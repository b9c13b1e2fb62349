// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A bundle's way to send and handle by names, without types, for code that was written so. It is that bundle's
 * {@link Transport} underneath: the same identity, permissions, deadlines and errors. A name may have any shape; one of
 * three segments meets the typed event of that name, in both directions. Thread-safe.
 *
 * <p>Data is plain: text, numbers, booleans, null, bytes, and maps and lists of such. Where the other side has types,
 * data is read as its payload type, and its answer comes as plain data; what does not fit fails with
 * {@link ErrorCode#DESERIALIZE_FAILED}, naming the place.
 */
@ProviderType
public interface LegacyChannel {
    /**
     * Sends, with the deadline of {@link SendOptions#defaults()}.
     *
     * @param name of the event
     * @param data what is sent; handed by reference to a handler without types: do not change it afterwards
     * @return the answer, or null if there is none, or a {@link TransportException}; never blocks
     * @throws IllegalArgumentException if the name is empty
     */
    CompletionStage<Object> send(String name, Object data);

    /**
     * Handles what is sent by that name.
     *
     * @param name of which there is no other handler, unless those who send it want no answer
     * @param handler called by many threads at a time; must not block; may give null
     * @return closes to take the handler away
     * @throws TransportException INVALID_EVENT if the name has a handler; else as a {@link Transport} refuses one
     * @throws IllegalArgumentException if the name is empty
     */
    Registration regChannel(String name, RequestHandler<Object, Object> handler);
}
