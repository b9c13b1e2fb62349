// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

/**
 * What one fork found for one row of one subject.
 *
 * @param group the group's name
 * @param row the row's label
 * @param subject the subject's name
 * @param fork counted from 1
 * @param count of values
 * @param p10 what one of ten does not exceed
 * @param p50 their median
 * @param p90 what nine of ten do not exceed
 * @param p99 what all but one in a hundred do not exceed
 * @param pingPong nanoseconds that a word took between the two processors and back, when that process began
 */
public record Sample(String group, String row, String subject, int fork, long count,
        double p10, double p50, double p90, double p99, double pingPong) {
    private static final String SEPARATOR = "\t";

    /** {@return what {@link #parse} understands} */
    public String toLine() {
        return String.join(SEPARATOR, group, row, subject, Integer.toString(fork), Long.toString(count),
                Double.toString(p10), Double.toString(p50), Double.toString(p90), Double.toString(p99),
                Double.toString(pingPong));
    }

    /** {@return the sample that the line holds} */
    public static Sample parse(String line) {
        String[] parts = line.split(SEPARATOR);
        return new Sample(parts[0], parts[1], parts[2], Integer.parseInt(parts[3]), Long.parseLong(parts[4]),
                Double.parseDouble(parts[5]), Double.parseDouble(parts[6]), Double.parseDouble(parts[7]),
                Double.parseDouble(parts[8]), Double.parseDouble(parts[9]));
    }
}
