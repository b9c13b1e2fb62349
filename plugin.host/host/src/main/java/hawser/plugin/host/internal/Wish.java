// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/**
 * Whether a plugin is to run, as those who start and stop its bundle have it. They say so while loads and stops are
 * under way, and do not wait for these. Thread-safe.
 */
final class Wish {
    private boolean wanted;
    /** Since it was last taken up. */
    private boolean anew;
    private int absences;

    /** The bundle was started; if it was away, it is back. */
    synchronized void want() {
        wanted = true;
        anew = true;
        absences++;
    }

    /** The bundle is away, and may come back: which absence this is. */
    synchronized int leave() {
        absences++;
        return absences;
    }

    /** Whether that absence lasts, so that the plugin is not wanted from now on. */
    synchronized boolean endIfAway(int absence) {
        boolean away = absence == absences;
        wanted &= !away;
        return away;
    }

    synchronized void end() {
        wanted = false;
    }

    /** It is not started again by itself; whoever has wanted it anew meanwhile gets it. */
    synchronized void giveUp() {
        wanted &= anew;
    }

    synchronized boolean isWanted() {
        return wanted;
    }

    /** Whether somebody has wanted it since that was last taken up. */
    synchronized boolean isAnew() {
        return anew;
    }

    /** The same; it is taken up from now on. */
    synchronized boolean takeAnew() {
        boolean was = anew;
        anew = false;
        return was;
    }
}
