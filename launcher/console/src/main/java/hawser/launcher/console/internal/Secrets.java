// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** Texts that nobody guesses: 256 random bits each. */
final class Secrets {
    static final int LENGTH = 43;
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {
    }

    static String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static boolean isOne(String text) {
        return text.matches("[A-Za-z0-9_-]{" + LENGTH + "}");
    }

    /** How long it takes does not tell how much of it was right. */
    static boolean same(String secret, String offered) {
        return MessageDigest.isEqual(secret.getBytes(UTF_8), offered.getBytes(UTF_8));
    }
}
