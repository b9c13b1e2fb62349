// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.measure;

/** How one subject's figure for a row comes about. */
@FunctionalInterface
public interface Measurement {
    /**
     * Measures, within the meter's budget, on the calling thread, which is pinned.
     *
     * @param row what to measure
     * @param meter takes the values
     * @throws Exception if it cannot be measured; the fork then fails
     */
    void measure(Row row, Meter meter) throws Exception;
}
