// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.Codec;
import hawser.transport.Permissions;
import hawser.transport.PluginIdentity;
import hawser.transport.PluginKey;
import hawser.transport.PluginKeyManager;
import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.Offering;
import hawser.transport.channel.SharedMemoryChannel;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A real target of a plugin that never answers; what its channel is offered is noted, unless offers are held. */
final class TestGeneration {
    static final Object UNENCODABLE = new Object();
    static final Object BREAKING = new Object();

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final PluginTarget target;
    private final ReentrantReadWriteLock offerings = new ReentrantReadWriteLock();
    private volatile boolean held;
    private volatile Runnable onceOpen = () -> { };
    private volatile Runnable beforeOffer = () -> { };
    private volatile int room = Integer.MAX_VALUE;

    TestGeneration(String name) {
        target = new PluginTarget(new SilentPlugin(name),
                List.of(new DeclaredEvent(TestExchange.EVENT.name(), DeclaredEvent.NO_TYPE, DeclaredEvent.Kind.JSON,
                        DeclaredEvent.Kind.BYTES)), channel(), key(), new Payloads(type -> codec()),
                new OwnRings(new SilentPlugin(name), sizes -> channel(), ChannelSizes.defaults()),
                new RequestCounts());
    }

    PluginTarget target() {
        return target;
    }

    List<String> taken() {
        return taken;
    }

    /** What comes the moment it takes again. */
    void onceOpen(Runnable action) {
        onceOpen = action;
    }

    /** What comes between a request's being noted and its being offered. */
    void beforeOffer(Runnable action) {
        beforeOffer = action;
    }

    /** Its channel has room for so many records, and for one more each time that somebody waits for that. */
    void hasRoomFor(int records) {
        room = records;
    }

    static HeldKey key() {
        PluginKey key = stand(PluginKey.class, (proxy, method, arguments) -> method.getName().equals("fingerprint")
                ? (Object) "f" : true);
        PluginKeyManager keys = stand(PluginKeyManager.class, (proxy, method, arguments) -> {
            ((HeldKey) arguments[2]).take(key, new byte[0]);
            return null;
        });
        HeldKey held = new HeldKey(() -> keys, new PluginIdentity("a", true, 7, 1));
        held.request(Permissions.all(), (taken, secret) -> { });
        return held;
    }

    static <T> T stand(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Codec codec() {
        return stand(Codec.class, (proxy, method, arguments) -> {
            if (arguments[0] == UNENCODABLE) {
                throw new IllegalStateException("it cannot be encoded");
            }
            if (arguments[0] == BREAKING) {
                throw new NoClassDefFoundError("its class");
            }
            return arguments[0].toString().getBytes(UTF_8);
        });
    }

    private SharedMemoryChannel channel() {
        return stand(SharedMemoryChannel.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "beginOffering" -> begin();
            case "offer" -> offer((byte[]) arguments[4]);
            case "offerAll" -> offerAll((byte[][]) arguments[4], (int) arguments[5], (int) arguments[6]);
            case "holdOffers" -> hold();
            case "admitOffers" -> admit();
            case "maxPayload" -> 1 << 20;
            case "setCredit" -> null;
            default -> throw new AssertionError("nobody asks for " + method);
        });
    }

    private Offering begin() {
        offerings.readLock().lock();
        if (held) {
            offerings.readLock().unlock();
            return null;
        }
        return offerings.readLock()::unlock;
    }

    private long offer(byte[] payload) {
        beforeOffer.run();
        if (held) {
            return SharedMemoryChannel.CLOSED;
        }
        taken.add(new String(payload, UTF_8));
        return taken.size();
    }

    private int offerAll(byte[][] payloads, int from, int to) {
        for (int i = from; i < to; i++) {
            long code = taken.size() < room ? offer(payloads[i]) : SharedMemoryChannel.BACK_PRESSURED;
            if (code < 0) {
                return i > from ? i - from : (int) code;
            }
        }
        return to - from;
    }

    private Object hold() {
        held = true;
        offerings.writeLock().lock();
        offerings.writeLock().unlock();
        return null;
    }

    private Object admit() {
        held = false;
        onceOpen.run();
        return null;
    }

    /** Takes all, and says nothing. */
    record SilentPlugin(String name) implements LoadedPlugin {
        @Override
        public String version() {
            return "";
        }

        @Override
        public int apiVersion() {
            return 1;
        }

        @Override
        public Set<Extension> extensions() {
            return Set.of();
        }

        @Override
        public void start(SharedMemoryChannel channel, int keyHandle, PluginPlan plan) {
            throw new AssertionError("it has started");
        }

        @Override
        public boolean stop(PluginTimes times) {
            return true;
        }

        @Override
        public Unloaded unload() {
            return Unloaded.GONE;
        }
    }
}
