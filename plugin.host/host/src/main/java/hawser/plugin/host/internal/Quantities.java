// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import hawser.plugin.host.PluginException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and lengths as people write them: {@code 100ms}, {@code 1MiB}. */
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]*)");
    private static final Map<String, Long> TIMES = Map.of("", 1_000_000L, "us", 1_000L, "ms", 1_000_000L,
            "s", 1_000_000_000L, "min", 60_000_000_000L);
    private static final Map<String, Long> LENGTHS =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Quantities() {
    }

    /** In nanoseconds; a number alone is milliseconds. */
    static long time(String field, String text) {
        return parse(field, text, TIMES, "a time such as 100ms, 2s or 0");
    }

    /** In bytes; a number alone is bytes. */
    static long length(String field, String text) {
        return parse(field, text, LENGTHS, "a length such as 4096, 64KiB or 1MiB");
    }

    private static long parse(String field, String text, Map<String, Long> units, String required) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new PluginException(required + " is required: found " + field + "=" + text);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new PluginException(required + ", less than " + TimeUnit.NANOSECONDS.toDays(Long.MAX_VALUE)
                    + " days or 8 EiB, is required: found " + field + "=" + text, e);
        }
    }
}
