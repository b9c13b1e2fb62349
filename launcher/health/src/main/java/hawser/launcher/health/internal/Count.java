// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

/** A number and what it is of, as one says it. */
final class Count {
    private Count() {
    }

    /** {@return such as 1 file, or 2 files} */
    static String of(long count, String what) {
        return of(count, what, what + "s");
    }

    /** {@return such as 1 process, or 2 processes} */
    static String of(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
