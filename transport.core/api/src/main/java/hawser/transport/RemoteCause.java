// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What caused a failure in another process: it reads as it did there, and its stack is that of there. */
final class RemoteCause extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Pattern FRAME = Pattern.compile("(?:.*/)?(.+)\\.([^.(]+)\\(([^:)]*)(?::(\\d+))?\\)");

    private final String name;

    /** The name is that of its type there; null if that was never said. */
    RemoteCause(String name, String message, Throwable cause) {
        super(message, cause, true, true);
        this.name = name;
        setStackTrace(new StackTraceElement[0]);
    }

    static RemoteCause of(Map<String, Object> fields) {
        RemoteCause remote = new RemoteCause(Fields.text(fields.get("name")), Fields.text(fields.get("message")),
                Fields.cause(fields.get("cause")));
        if (fields.get("stack") instanceof List<?> stack) {
            remote.setStackTrace(stack.stream().map(RemoteCause::frame).toArray(StackTraceElement[]::new));
        }
        return remote;
    }

    /** A frame of another language is kept as it reads. */
    private static StackTraceElement frame(Object told) {
        String text = String.valueOf(told);
        Matcher frame = FRAME.matcher(text);
        if (!frame.matches()) {
            return new StackTraceElement(text, "", null, -1);
        }
        String file = frame.group(3);
        int line = file.equals("Native Method") ? -2 : frame.group(4) == null ? -1 : Integer.parseInt(frame.group(4));
        boolean known = line >= 0 || !file.equals("Native Method") && !file.equals("Unknown Source");
        return new StackTraceElement(frame.group(1), frame.group(2), known ? file : null, line);
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        String message = getMessage();
        return name == null ? message : message == null ? name : name + ": " + message;
    }
}
