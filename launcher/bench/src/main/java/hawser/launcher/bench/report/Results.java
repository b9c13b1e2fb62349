// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All samples of a run.
 *
 * @param forks how many there were of each subject
 * @param samples of all
 */
public record Results(int forks, List<Sample> samples) {
    /** {@return one subject's figure over the forks} */
    public Optional<Spread> spread(String group, String row, String subject, Percentile percentile) {
        return Spread.of(values(group, row, subject, percentile));
    }

    /** {@return the first subject's figure over the second's, each fork's with the same fork's} */
    public Optional<Spread> ratio(String group, String row, String subject, String peer,
            Percentile percentile) {
        double[] ours = values(group, row, subject, percentile);
        double[] theirs = values(group, row, peer, percentile);
        return Spread.of(IntStream.range(0, forks).mapToDouble(i -> ours[i] / theirs[i]).toArray());
    }

    /** {@return how far apart the two processors were, over all processes of the run} */
    public Optional<Spread> pingPong() {
        return Spread.of(samples.stream().mapToDouble(Sample::pingPong).toArray());
    }

    /** One value a fork; no number where the fork has none. */
    private double[] values(String group, String row, String subject, Percentile percentile) {
        return IntStream.rangeClosed(1, forks).mapToDouble(fork -> samples.stream()
                .filter(sample -> sample.fork() == fork && sample.subject().equals(subject)
                        && sample.row().equals(row) && sample.group().equals(group))
                .mapToDouble(percentile::of).findFirst().orElse(Double.NaN)).toArray();
    }
}
