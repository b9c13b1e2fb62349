// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hawser.transport.channel.ChannelSizes;
import hawser.transport.channel.SharedMemoryChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnRingsTest {
    private static final int MOST = 32;
    private static final int LARGE = 1 << 20;

    private final AtomicInteger made = new AtomicInteger();
    private final List<String> closers = new ArrayList<>();
    private final OwnRings rings = new OwnRings(FullChannel.as(LoadedPlugin.class, (method, arguments) -> true),
            sizes -> brokenChannel(made.incrementAndGet()), ChannelSizes.defaults());

    @BeforeEach
    void wantRings() {
        rings.note(TestExchange.EVENT, LARGE);
    }

    private SharedMemoryChannel brokenChannel(int number) {
        return FullChannel.as(SharedMemoryChannel.class, (method, arguments) -> switch (method) {
            case "hashCode" -> number;
            case "equals" -> arguments[0].hashCode() == number;
            case "close" -> fail();
            default -> null;
        });
    }

    private Object fail() {
        synchronized (closers) {
            closers.add(Thread.currentThread().getName());
            throw new IllegalStateException("it cannot be closed");
        }
    }

    private SharedMemoryChannel open() {
        return rings.open(TestExchange.EVENT, 1, null);
    }

    private List<SharedMemoryChannel> openAll() {
        List<SharedMemoryChannel> open = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            SharedMemoryChannel channel = open();
            assertNotNull(channel);
            open.add(channel);
        }
        assertNull(open());
        return open;
    }

    @Test
    void shouldGiveRingsToOthersWhenThoseBeforeCouldNotBeClosed() {
        openAll().forEach(rings::letGo);

        SharedMemoryChannel next = open();
        while (next == null) {
            Thread.onSpinWait();
            next = open();
        }

        assertEquals(MOST + 1, made.get());
        synchronized (closers) {
            assertEquals(List.of("hawser-ring-closer"), closers.stream().distinct().toList());
        }
    }

    @Test
    void shouldCloseTheRingOfAStreamThatCannotBegin() {
        OwnRings without = new OwnRings(FullChannel.as(LoadedPlugin.class, (method, arguments) -> {
            throw new OutOfMemoryError("no more threads");
        }), sizes -> brokenChannel(made.incrementAndGet()), ChannelSizes.defaults());
        without.note(TestExchange.EVENT, LARGE);

        assertThrows(OutOfMemoryError.class, () -> without.open(TestExchange.EVENT, 1, null));

        assertEquals(1, closers.size());
    }

    @Test
    void shouldCloseEachWhenOneCannotBe() {
        openAll();

        rings.closeAll();

        assertEquals(MOST, closers.size());
    }
}
