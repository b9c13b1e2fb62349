// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that survives erasure: {@code new TypeRef<List<Hit>>() { }}.
 *
 * @param <T> the type it stands for
 */
public abstract class TypeRef<T> {
    private final Type type;

    /**
     * Reads the type from the subclass's declaration.
     *
     * @throws IllegalArgumentException if the subclass names none
     */
    protected TypeRef() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalArgumentException("a TypeRef must name its type, as in new TypeRef<List<Hit>>() { }");
        }
        type = parameterized.getActualTypeArguments()[0];
    }

    /** {@return the type it stands for} */
    public final Type type() {
        return type;
    }
}
