// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import java.util.function.Predicate;

/** The events that a rule permits; each is judged once and then known by its name. Thread-safe. */
final class PermittedEvents {
    /*
     * An open-addressed table of names, at most half full, so that a probe always ends at an empty place. Names are
     * stored under the lock and read without: a reader that does not see one yet asks the rule. A rule with wildcards
     * permits any number of names, so the table has a limit, and so has a name in it; what does not fit is judged each
     * time. What is refused is never stored: whoever is refused may pay for it.
     */
    private static final int FIRST_LENGTH = 16;
    private static final int LONGEST = 1 << 15;
    private static final int LONGEST_NAME = 200;

    private final Predicate<String> rule;
    private volatile String[] known = new String[FIRST_LENGTH];
    private int count;

    PermittedEvents(Predicate<String> rule) {
        this.rule = rule;
    }

    boolean permits(String event) {
        String[] names = known;
        return names[first(names, event)] == event || names[place(names, event)] != null || judge(event);
    }

    /** Where it is looked for first, and as a rule is. */
    private static int first(String[] names, String event) {
        int hash = event.hashCode();
        return (hash ^ hash >>> 16) & names.length - 1;
    }

    /** Where it is, or the empty place where it would be. */
    private static int place(String[] names, String event) {
        int mask = names.length - 1;
        int index = first(names, event);
        while (names[index] != null && !names[index].equals(event)) {
            index = index + 1 & mask;
        }
        return index;
    }

    private boolean judge(String event) {
        boolean permitted = rule.test(event);
        if (permitted && event.length() <= LONGEST_NAME) {
            remember(event);
        }
        return permitted;
    }

    private synchronized void remember(String event) {
        if (2 * (count + 1) > known.length && known.length < LONGEST) {
            String[] longer = new String[2 * known.length];
            for (String name : known) {
                if (name != null) {
                    longer[place(longer, name)] = name;
                }
            }
            known = longer;
        }
        int place = place(known, event);
        if (known[place] == null && 2 * (count + 1) <= known.length) {
            known[place] = event;
            count++;
        }
    }
}
