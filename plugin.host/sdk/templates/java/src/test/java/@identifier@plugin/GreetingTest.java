package @identifier@plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void shouldGreetWhoeverSends() {
        assertEquals("hello, world", Greeting.of("world"));
    }
}
