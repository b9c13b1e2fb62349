// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.bench.report;

import java.util.Optional;

/**
 * What the design asks of one figure. Printed beside what was found, never asserted.
 *
 * @param group the group's name
 * @param row the row's label
 * @param subject ours
 * @param peer what it is divided by; empty for an absolute limit
 * @param percentile which is compared
 * @param limit that is not to be exceeded
 * @param text the limit in the design's words
 */
public record Target(String group, String row, String subject, Optional<String> peer, Percentile percentile,
        double limit, String text) {
    /** {@return what was found; empty if it was not measured} */
    public Optional<Spread> found(Results results) {
        return peer.isPresent()
                ? results.ratio(group, row, subject, peer.get(), percentile)
                : results.spread(group, row, subject, percentile);
    }

    /** {@return the same for what it costs while nobody else has the processors} */
    public Target undisturbed() {
        return new Target(group, row, subject, peer, Percentile.P10, limit, text);
    }

    /** {@return whether the median of the forks is within the limit} */
    public boolean isReached(Spread found) {
        return found.median() <= limit;
    }
}
