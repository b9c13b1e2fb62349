// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Cancellation cancellation = new Cancellation();
    private final List<String> ran = new ArrayList<>();

    @Test
    void shouldRunEachActionOnceWhenCancelled() {
        cancellation.onCancel(() -> ran.add("early"));
        assertFalse(cancellation.isCancelled());

        cancellation.cancel();
        cancellation.cancel();
        cancellation.onCancel(() -> ran.add("late"));

        assertTrue(cancellation.isCancelled());
        assertEquals(List.of("early", "late"), ran);
    }

    @Test
    void shouldDropAnActionWhenItsRegistrationCloses() {
        Runnable same = () -> ran.add("same");
        Registration first = cancellation.onCancel(same);
        cancellation.onCancel(same);

        first.close();
        first.close();
        cancellation.cancel();
        first.close();

        assertEquals(List.of("same"), ran);
    }

    @Test
    void shouldRunEveryActionWhenSomeThrow() {
        NoClassDefFoundError error = new NoClassDefFoundError("updated/Away");
        cancellation.onCancel(() -> {
            throw error;
        });
        cancellation.onCancel(() -> ran.add("second"));
        cancellation.onCancel(() -> {
            throw new IllegalArgumentException("third");
        });
        cancellation.onCancel(() -> ran.add("last"));

        IllegalStateException thrown = assertThrows(IllegalStateException.class, cancellation::cancel);

        assertEquals(List.of("second", "last"), ran);
        assertSame(error, thrown.getCause());
        assertEquals("third", thrown.getSuppressed()[0].getMessage());
    }
}
