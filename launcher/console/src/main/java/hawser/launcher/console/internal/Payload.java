// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An answer's bytes as a page can show them: as text if they are one, else in hexadecimal digits. */
final class Payload {
    static final int MOST_SHOWN = 1 << 16;
    private static final double NS_PER_MS = TimeUnit.MILLISECONDS.toNanos(1);

    private Payload() {
    }

    /** What the command wrote: the bytes, and a line end after them; or nothing, if there is no answer. */
    static Map<String, Object> shown(byte[] written, long tookNs) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("answered", written.length > 0);
        int length = Math.max(0, written.length - 1);
        shown.put("length", length);
        byte[] bytes = Arrays.copyOf(written, Math.min(length, MOST_SHOWN));
        shown.put("cut", length > bytes.length);
        String text = text(bytes, length > bytes.length);
        shown.put("form", text == null ? "hex" : "text");
        shown.put("result", text == null ? HexFormat.ofDelimiter(" ").formatHex(bytes) : text);
        shown.put("tookMs", tookNs / NS_PER_MS);
        return shown;
    }

    /** A text that was cut may end within a character. */
    private static String text(byte[] bytes, boolean cut) {
        int end = bytes.length;
        for (int i = 0; cut && i < 3 && end > 0 && (bytes[end - 1] & 0xC0) == 0x80; i++) {
            end--;
        }
        if (cut && end > 0 && bytes[end - 1] < 0) {
            end--;
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, end)).toString();
            return text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r') ? null : text;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
