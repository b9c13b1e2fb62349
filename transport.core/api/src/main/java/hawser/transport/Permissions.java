// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The events that a plugin declares it sends and handles, by pattern: segments parted by colons, of which {@code *}
 * stands for any one; a lone {@code *} stands for every event. A plugin's own events, {@code plugin:<name>:*}, need not
 * be declared. Immutable.
 *
 * @param send patterns of the events it sends
 * @param handle patterns of the events it handles
 */
public record Permissions(List<String> send, List<String> handle) {
    /** The manifest header by which a bundle declares them: {@code send="kv:*:*,log:write:line";handle="a:b:c"}. */
    public static final String HEADER = "Hawser-Permissions";

    private static final Pattern DIRECTIVE = Pattern.compile("\\s*(send|handle)\\s*=\\s*\"([^\"]*)\"\\s*(;|$)");
    private static final Pattern SEGMENT = Pattern.compile("[^\\s:*,;\"]+|\\*");
    private static final Permissions NONE = new Permissions(List.of(), List.of());
    private static final Permissions ALL = new Permissions(List.of("*"), List.of("*"));

    /**
     * Checks the patterns, and copies the lists.
     *
     * @throws IllegalArgumentException if one is not written so
     */
    public Permissions {
        send = checked("send", send);
        handle = checked("handle", handle);
    }

    /** {@return those of a plugin that declares nothing: it sends and handles its own events only} */
    public static Permissions none() {
        return NONE;
    }

    /** {@return every event, both ways} */
    public static Permissions all() {
        return ALL;
    }

    /**
     * Reads the header {@link #HEADER}.
     *
     * @param header as in {@code send="kv:*:*";handle="storage:kv:get,storage:kv:set"}; each part once at most
     * @return what it declares
     * @throws IllegalArgumentException if it is not written so
     */
    public static Permissions parse(String header) {
        List<String> send = null;
        List<String> handle = null;
        Matcher directive = DIRECTIVE.matcher(header);
        int read = 0;
        while (read < header.length() && directive.region(read, header.length()).lookingAt()) {
            if (directive.group(1).equals("send")) {
                send = once(send, directive, header);
            } else {
                handle = once(handle, directive, header);
            }
            read = directive.end();
        }
        if (read != header.length() || header.isBlank()) {
            throw malformed(header, "it is written send=\"PATTERN,...\";handle=\"PATTERN,...\"");
        }
        return new Permissions(send == null ? List.of() : send, handle == null ? List.of() : handle);
    }

    private static List<String> once(List<String> before, Matcher directive, String header) {
        if (before != null) {
            throw malformed(header, directive.group(1) + " may stand once");
        }
        return list(directive.group(2));
    }

    /**
     * {@return the patterns of a list such as {@code a:b:c, kv:*:*}}
     *
     * @param text patterns parted by commas; blank for none
     */
    public static List<String> list(String text) {
        List<String> patterns = new ArrayList<>();
        for (String pattern : text.split(",")) {
            if (!pattern.isBlank()) {
                patterns.add(pattern.strip());
            }
        }
        return patterns;
    }

    /**
     * {@return these, and more events to handle}
     *
     * @param events patterns or names
     * @throws IllegalArgumentException if one is not written so
     */
    public Permissions andHandle(Collection<String> events) {
        Set<String> more = new LinkedHashSet<>(handle);
        more.addAll(events);
        return new Permissions(send, List.copyOf(more));
    }

    private static List<String> checked(String what, List<String> patterns) {
        for (String pattern : patterns) {
            for (String segment : pattern.split(":", -1)) {
                if (!SEGMENT.matcher(segment).matches()) {
                    throw new IllegalArgumentException("a pattern of events has segments parted by colons, each * or "
                            + "without *, as in kv:*:*: " + what + "=" + pattern);
                }
            }
        }
        return List.copyOf(patterns);
    }

    private static IllegalArgumentException malformed(String header, String why) {
        return new IllegalArgumentException("the header " + HEADER + " must be well-formed: " + why + ": header="
                + header);
    }
}
