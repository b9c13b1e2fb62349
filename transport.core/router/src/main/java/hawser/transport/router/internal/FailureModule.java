// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import hawser.transport.TransportException;
import java.io.IOException;
import java.util.Map;

/** Writes a failure as its fields, and reads it from them, without loss. */
final class FailureModule {
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() { };

    private FailureModule() {
    }

    static SimpleModule create() {
        return new SimpleModule("hawser-failure")
                .addSerializer(TransportException.class, new JsonSerializer<>() {
                    @Override
                    public void serialize(TransportException failure, JsonGenerator json, SerializerProvider provider)
                            throws IOException {
                        provider.defaultSerializeValue(failure.toFields(), json);
                    }
                })
                .addDeserializer(TransportException.class, new JsonDeserializer<>() {
                    @Override
                    public TransportException deserialize(JsonParser json, DeserializationContext context)
                            throws IOException {
                        return TransportException.fromFields(json.readValueAs(FIELDS));
                    }
                });
    }
}
