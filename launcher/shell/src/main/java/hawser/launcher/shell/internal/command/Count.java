// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

/** A number and what it is of, as one says it. */
final class Count {
    private Count() {
    }

    /** {@return such as 1 key, or 2 keys} */
    static String of(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
