// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts the answers of each plugin, through all its generations, that nobody waited for any more. Thread-safe. */
final class LateAnswers {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Where those of that plugin are counted. */
    LongAdder of(String plugin) {
        return counts.computeIfAbsent(plugin, name -> new LongAdder());
    }

    /** {@return how many there were of each plugin that could answer} */
    Map<String, Long> counts() {
        return counts.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().sum()));
    }
}
