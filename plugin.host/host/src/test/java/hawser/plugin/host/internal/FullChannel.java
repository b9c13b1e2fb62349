// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.transport.channel.SharedMemoryChannel;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The channel of a plugin that takes nothing, until it does. Thread-safe. */
final class FullChannel {
    record Taken(int type, long correlation, byte[] payload) {
        /** {@return the number of the failure's code} */
        int code() {
            return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt();
        }
    }

    private final List<Taken> taken = new ArrayList<>();
    private boolean open;

    static final int MAX_PAYLOAD = 64 << 20;

    final SharedMemoryChannel channel = as(SharedMemoryChannel.class,
            (method, arguments) -> method.equals("maxPayload") ? (Object) MAX_PAYLOAD : offer(arguments));
    final LoadedPlugin driven = as(LoadedPlugin.class, (method, arguments) -> method.equals("makeRoom") ? false : null);
    final Deliveries deliveries = new Deliveries(channel, driven);

    interface Calls {
        Object call(String method, Object[] arguments);
    }

    static <T> T as(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(FullChannel.class.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> calls.call(method.getName(), arguments)));
    }

    private synchronized long offer(Object[] arguments) {
        if (!open) {
            return SharedMemoryChannel.BACK_PRESSURED;
        }
        taken.add(new Taken((int) arguments[0], (long) arguments[1], (byte[]) arguments[4]));
        notifyAll();
        return 1;
    }

    synchronized void open() {
        open = true;
    }

    /** Waits until the plugin has so many records. */
    synchronized List<Taken> await(int count) throws InterruptedException {
        while (taken.size() < count) {
            wait();
        }
        return List.copyOf(taken);
    }
}
