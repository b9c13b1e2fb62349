// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the names that a mistyped one may have meant. */
public final class NearNames {
    private static final int MOST = 3;
    private static final int LETTERS_PER_SLIP = 3;

    private NearNames() {
    }

    /**
     * Finds what may have been meant. Of names with scopes, such as {@code plugin:list}, only what follows the common
     * scopes counts.
     *
     * @return at most three of {@code names}, nearest first; a slip in every third letter is forgiven
     */
    public static List<String> of(String name, Collection<String> names) {
        return names.stream().filter(candidate -> isNear(name, candidate))
                .sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST).toList();
    }

    private static boolean isNear(String name, String candidate) {
        int scopes = commonScopes(name, candidate);
        int limit = Math.max(1, (name.length() - scopes) / LETTERS_PER_SLIP);
        return distance(name.substring(scopes), candidate.substring(scopes)) <= limit;
    }

    /** {@return the length of the common beginning that ends with a colon} */
    private static int commonScopes(String left, String right) {
        int length = 0;
        for (int i = 0; i < Math.min(left.length(), right.length()) && left.charAt(i) == right.charAt(i); i++) {
            if (left.charAt(i) == ':') {
                length = i + 1;
            }
        }
        return length;
    }

    /** {@return the nearest of {@code names}, however far; one that begins so is nearer than any other} */
    public static Optional<String> nearest(String name, Collection<String> names) {
        return names.stream().min(Comparator.comparing((String candidate) -> !candidate.startsWith(name))
                .thenComparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
    }

    /** {@return how many letters must be put in, left out or replaced to make one name of the other} */
    static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
