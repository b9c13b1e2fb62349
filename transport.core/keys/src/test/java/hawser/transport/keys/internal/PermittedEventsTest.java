// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PermittedEventsTest {
    private final AtomicInteger judged = new AtomicInteger();

    private PermittedEvents even() {
        return new PermittedEvents(event -> {
            judged.incrementAndGet();
            return event.hashCode() % 2 == 0;
        });
    }

    @Test
    void shouldJudgeWhatItPermitsOnceByName() {
        PermittedEvents events = even();
        String event = IntStream.range(0, 9).mapToObj(i -> "a:b:" + i).filter(each -> each.hashCode() % 2 == 0)
                .findFirst().orElseThrow();

        for (int i = 0; i < 100; i++) {
            assertTrue(events.permits(new String(event)));
        }

        assertEquals(1, judged.get());
    }

    @Test
    void shouldJudgeAsTheRuleDoesHoweverManyNamesThereAre() {
        PermittedEvents events = even();
        Set<String> names = new HashSet<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 40_000; i++) {
                String name = "kv:store:key-" + i;
                names.add(name);
                assertEquals(name.hashCode() % 2 == 0, events.permits(name), name);
            }
        }

        assertEquals(40_000, names.size());
    }

    @Test
    void shouldKeepNoNameThatIsVeryLong() {
        AtomicInteger asked = new AtomicInteger();
        PermittedEvents events = new PermittedEvents(event -> asked.incrementAndGet() > 0);
        String name = "n".repeat(201);

        assertTrue(events.permits(name));
        assertTrue(events.permits(name));

        assertEquals(2, asked.get());
    }

    @Test
    void shouldFindNamesWhoseHashesCollide() {
        PermittedEvents events = new PermittedEvents(event -> !event.equals("BBBB"));
        for (String name : new String[] {"AaAa", "AaBB", "BBAa"}) {
            assertEquals("BBBB".hashCode(), name.hashCode());
            assertTrue(events.permits(name));
            assertTrue(events.permits(name));
        }

        assertFalse(events.permits("BBBB"));
    }

    @Test
    void shouldJudgeAsTheRuleDoesWhenManyThreadsAsk() throws InterruptedException {
        PermittedEvents events = even();
        AtomicInteger wrong = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < 50_000; i++) {
                    String name = "n:" + i % 1500;
                    if (events.permits(name) != (name.hashCode() % 2 == 0)) {
                        wrong.incrementAndGet();
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertEquals(0, wrong.get());
    }
}
