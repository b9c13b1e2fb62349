package @identifier@plugin;

import hawser.transport.Event;
import hawser.transport.Events;

/** What the plugin does, without any framework: a test needs nothing but this class. */
final class Greeting {
    static final Event<String, String> GREET =
            Events.defineEvent("@name@").module("message").event("send").define(String.class, String.class);

    private Greeting() {
    }

    static String of(String name) {
        return "hello, " + name;
    }
}
