// SPDX-License-Identifier: Apache-2.0
package hawser.transport.batch.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/** Finds what tells one payload's subject from another's: its {@code key}, else its {@code id}, else itself. */
final class PayloadKey {
    private PayloadKey() {
    }

    static Object of(Object payload) {
        Object key = component(payload, "key");
        if (key == null) {
            key = component(payload, "id");
        }
        return key == null ? payload : key;
    }

    private static Object component(Object payload, String name) {
        if (payload instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (payload instanceof Record) {
            for (RecordComponent component : payload.getClass().getRecordComponents()) {
                if (component.getName().equals(name)) {
                    return read(payload, component);
                }
            }
        }
        return null;
    }

    private static Object read(Object payload, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(payload);
        } catch (InvocationTargetException e) {
            throw unreadable(component, e.getCause());
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw unreadable(component, e);
        }
    }

    private static IllegalArgumentException unreadable(RecordComponent component, Throwable cause) {
        return new IllegalArgumentException(
                "a batched payload's component must be readable: " + component + ": " + cause, cause);
    }
}
