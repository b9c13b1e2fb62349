// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One line of a group.
 *
 * @param label as it is printed and selected
 * @param value what the label says, as a number: a length in bytes, or how many are in flight
 */
public record Row(String label, int value) {
    private static final int KIB = 1024;

    /** {@return a row without a number} */
    public static Row named(String label) {
        return new Row(label, 0);
    }

    /** {@return rows of messages of these lengths} */
    public static List<Row> lengths(int... bytes) {
        return IntStream.of(bytes).mapToObj(length -> new Row(size(length), length)).toList();
    }

    /** {@return rows of so many requests in flight} */
    public static List<Row> counts(int... counts) {
        return IntStream.of(counts).mapToObj(count -> new Row(Integer.toString(count), count)).toList();
    }

    private static String size(int bytes) {
        if (bytes >= KIB * KIB) {
            return bytes / KIB / KIB + " MiB";
        }
        return bytes >= KIB ? bytes / KIB + " KiB" : bytes + " B";
    }
}
