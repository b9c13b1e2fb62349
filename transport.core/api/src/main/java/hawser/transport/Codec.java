// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.lang.reflect.Type;
import org.osgi.annotation.versioning.ConsumerType;

/** Turns payloads into bytes and back, for targets outside the JVM. A service; thread-safe. */
@ConsumerType
public interface Codec {
    /** The service property that names the media type of its bytes, such as {@code application/json}. */
    String MEDIA_TYPE = "codec.media.type";

    /** The media type of payloads that name no other. */
    String JSON = "application/json";

    /**
     * Writes a value.
     *
     * @param value null for {@code Void}
     * @param type as the event declares it
     * @return the bytes, the caller's own
     * @throws TransportException SERIALIZE_FAILED if it cannot be written
     */
    byte[] encode(Object value, Type type);

    /**
     * Reads a value.
     *
     * @param bytes not kept
     * @param type as the event declares it
     * @return the value
     * @throws TransportException DESERIALIZE_FAILED if the bytes do not hold such a value; names the place inside them
     */
    Object decode(byte[] bytes, Type type);
}
