// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.command;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Process;

/**
 * Where a table is shown.
 *
 * @param columns its width; 0 if it has none, as a file or a pipe
 * @param color whether it shows colours
 */
public record Screen(int columns, boolean color) {
    /** The session's variable that says that colours are wanted. Without it there are none. */
    public static final String COLOR = "HAWSER_COLOR";
    /** A file or a pipe. */
    public static final Screen NONE = new Screen(0, false);

    /** {@return the screen that the output of a session's command goes to, for the thread that prints it} */
    public static Screen of(Object session) {
        boolean insidePipe = Process.Utils.current() != null;
        return insidePipe || !(session instanceof CommandSession known) ? NONE : of(known);
    }

    private static Screen of(CommandSession session) {
        int columns = session.get("COLUMNS") instanceof Number width ? width.intValue() : 0;
        return new Screen(columns, columns > 0 && Boolean.TRUE.equals(session.get(COLOR)));
    }
}
