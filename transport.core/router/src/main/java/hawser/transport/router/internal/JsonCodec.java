// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import hawser.transport.Codec;
import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.io.IOException;
import java.lang.reflect.Type;

/**
 * JSON by Jackson: strictly the fields of the type, each of its own type and none twice, within limits. A place in a
 * document is told as a JSON pointer. Thread-safe.
 */
final class JsonCodec implements Codec {
    static final int MAX_DEPTH = 100;
    static final int MAX_LENGTH = 64 << 20;
    static final int MAX_MEMBERS = 1_000_000;
    static final int MAX_DIGITS = 1000;
    private static final int MOST_TYPES = 1000;

    private final JsonFactory factory;
    private final int maxLength;
    private volatile ObjectMapper mapper;

    JsonCodec() {
        this(MAX_DEPTH, MAX_LENGTH, MAX_MEMBERS, MAX_DIGITS);
    }

    JsonCodec(int maxDepth, int maxLength, int maxMembers, int maxDigits) {
        this.maxLength = maxLength;
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth)
                        .maxTokenCount(maxMembers).maxNumberLength(maxDigits).maxStringLength(maxLength).build())
                .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(maxDepth).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        forget();
    }

    /** Lets go of every class that it has met, so that those of a bundle that left can be unloaded. */
    void forget() {
        LookupCache<Object, JavaType> types = new LRUMap<>(16, MOST_TYPES);
        mapper = JsonMapper.builder(factory.copy())
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, text -> text
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(FailureModule.create())
                .build();
    }

    @Override
    public byte[] encode(Object value, Type type) {
        try {
            return mapper.writerFor(javaType(type)).writeValueAsBytes(value);
        } catch (JacksonException e) {
            throw failed(ErrorCode.SERIALIZE_FAILED, "a value of type " + type.getTypeName()
                    + " must be writable as JSON: ", e);
        }
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        if (bytes.length > maxLength) {
            throw TransportException.of(ErrorCode.DESERIALIZE_FAILED, "JSON of at most " + maxLength
                    + " bytes was required: length=" + bytes.length + "; raise max.length of " + JsonCodecConfig.PID);
        }
        try {
            return mapper.readValue(bytes, javaType(type));
        } catch (IOException e) {
            throw failed(ErrorCode.DESERIALIZE_FAILED, "JSON of type " + type.getTypeName() + " was required: ", e);
        }
    }

    private JavaType javaType(Type type) {
        return mapper.constructType(type);
    }

    private static TransportException failed(ErrorCode code, String required, IOException e) {
        return TransportException.of(code, required + describe(e), null, null, e);
    }

    /** What was found, and where in the document. */
    private static String describe(IOException failure) {
        if (!(failure instanceof JacksonException jackson)) {
            return failure.getMessage();
        }
        String place = place(jackson);
        String found = jackson.getOriginalMessage().replaceFirst("; `DeserializationFeature\\.\\w+` enabled$", "");
        return found + (place.isEmpty() ? " at the document's root" : " at " + place);
    }

    private static String place(JacksonException failure) {
        if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return pointer(mapping);
        }
        return failure.getProcessor() instanceof JsonParser parser
                ? parser.getParsingContext().pathAsPointer().toString() : "";
    }

    private static String pointer(JsonMappingException mapping) {
        JsonPointer pointer = JsonPointer.empty();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            pointer = step.getFieldName() == null
                    ? pointer.appendIndex(step.getIndex()) : pointer.appendProperty(step.getFieldName());
        }
        return pointer.toString();
    }
}
