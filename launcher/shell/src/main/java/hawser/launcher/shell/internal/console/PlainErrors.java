// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error stream without the prefix that Gogo puts before the failure of a command inside a pipe: the name of a class
 * helps nobody there. Gogo writes such a message as a whole.
 */
public final class PlainErrors extends FilterOutputStream {
    private static final Pattern PREFIX = Pattern.compile("gogo: [A-Z]\\w*: ");

    /**
     * Takes the prefix away.
     *
     * @param target gets what is left
     */
    public PlainErrors(OutputStream target) {
        super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        String text = length > 0 && bytes[offset] == 'g' ? new String(bytes, offset, length, UTF_8) : "";
        Matcher prefix = PREFIX.matcher(text);
        int skipped = prefix.lookingAt() ? prefix.end() : 0;
        out.write(bytes, offset + skipped, length - skipped);
        out.flush();
    }
}
