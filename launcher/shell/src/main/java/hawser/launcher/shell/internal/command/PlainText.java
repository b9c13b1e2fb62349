// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

/** Text that can do a terminal no harm: line ends and tabs are kept, other control characters are not. */
public final class PlainText {
    private PlainText() {
    }

    /**
     * {@return the text without what moves a cursor, changes colours or turns the direction of writing}
     *
     * @param text from anyone
     */
    public static String of(String text) {
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c) && !turnsWriting(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A name with one of these reads as another name. */
    private static boolean turnsWriting(int c) {
        return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 || c == 0x200E || c == 0x200F;
    }
}
