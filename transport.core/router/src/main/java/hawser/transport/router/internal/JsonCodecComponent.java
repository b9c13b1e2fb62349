// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.io.IOException;
import java.lang.reflect.Type;
import org.osgi.service.component.annotations.Component;

/** JSON by Jackson, within its limits of depth, length and digits. Thread-safe. */
@Component(property = Codec.MEDIA_TYPE + "=application/json")
public final class JsonCodecComponent implements Codec {
    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public byte[] encode(Object value, Type type) {
        try {
            return mapper.writerFor(javaType(type)).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw TransportException.of(ErrorCode.SERIALIZE_FAILED,
                    "a value of type " + type.getTypeName() + " cannot be written as JSON: " + describe(e),
                    null, null, e);
        }
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        try {
            return mapper.readValue(bytes, javaType(type));
        } catch (IOException e) {
            throw TransportException.of(ErrorCode.DESERIALIZE_FAILED,
                    "JSON of type " + type.getTypeName() + " was required: " + describe(e), null, null, e);
        }
    }

    private JavaType javaType(Type type) {
        return mapper.constructType(type);
    }

    /** Where in the document, and what was found there. */
    private static String describe(IOException failure) {
        if (failure instanceof JsonMappingException mapping) {
            return mapping.getOriginalMessage() + " at " + mapping.getPathReference();
        }
        return failure instanceof JacksonException jackson ? jackson.getOriginalMessage() : failure.getMessage();
    }
}
