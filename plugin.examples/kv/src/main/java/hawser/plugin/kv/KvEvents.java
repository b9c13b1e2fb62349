// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.kv;

import hawser.transport.BatchOptions;
import hawser.transport.BatchOptions.Merge;
import hawser.transport.Event;
import hawser.transport.EventOptions;
import hawser.transport.Events;
import java.time.Duration;

/** What the store can be asked. */
public final class KvEvents {
    /** The value of a key; those who ask for the same key together share one look. */
    public static final Event<Get, Value> GET = Events.defineEvent("kv").module("store").event("get")
            .define(Get.class, Value.class, batched(Duration.ofMillis(10), Merge.DEDUPE));
    /** Stores a value; answers when it is on disk. Of those for one key together only the newest is stored. */
    public static final Event<Set, Void> SET = Events.defineEvent("kv").module("store").event("set")
            .define(Set.class, Void.class, batched(Duration.ofMillis(50), Merge.LATEST));

    private KvEvents() {
    }

    private static EventOptions batched(Duration window, Merge merge) {
        return EventOptions.defaults().withBatch(BatchOptions.on().withWindow(window).withMerge(merge));
    }
}
