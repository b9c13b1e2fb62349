// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

/** Text that can do a terminal no harm: line ends and tabs are kept, other control characters are not. */
final class PlainText {
    private PlainText() {
    }

    static String of(String text) {
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
