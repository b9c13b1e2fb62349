// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/** The time that somebody who looks again and again has watched pass. Used by one thread. */
final class WatchedTime {
    /*
     * When this process, or the whole machine, stood still for a while, nothing went on in that while that a plugin
     * could be blamed for: of each pause between two looks no more counts than a look may usually be late.
     */
    private long lookedNs;
    private long watchedNs;

    WatchedTime(long nowNs) {
        lookedNs = nowNs;
    }

    /** Looks now: {@return how long it has watched, of which at most so much since the last look} */
    long look(long nowNs, long mostNs) {
        watchedNs += Math.min(nowNs - lookedNs, mostNs);
        lookedNs = nowNs;
        return watchedNs;
    }
}
