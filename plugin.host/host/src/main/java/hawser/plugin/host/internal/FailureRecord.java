// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A failure as it travels between host and plugin: the number that {@code host.h} gives its code, then its text. */
final class FailureRecord {
    /** By number, from 1 on; what is added to the codes is added at the end. */
    static final List<ErrorCode> CODES = List.of(ErrorCode.INVALID_EVENT, ErrorCode.UNKNOWN_EVENT, ErrorCode.TIMEOUT,
            ErrorCode.CANCELLED, ErrorCode.STREAM_CANCELLED, ErrorCode.BATCH_FAILED, ErrorCode.SERIALIZE_FAILED,
            ErrorCode.DESERIALIZE_FAILED, ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.TARGET_NOT_FOUND,
            ErrorCode.NO_RESPONSE, ErrorCode.INVALID_PLUGIN_KEY, ErrorCode.PLUGIN_UNAUTHORIZED,
            ErrorCode.PLUGIN_STOPPED, ErrorCode.PLUGIN_CRASHED, ErrorCode.BACK_PRESSURED, ErrorCode.SUPERSEDED,
            ErrorCode.IPC_ERROR, ErrorCode.TRANSPORT_DESTROYED, ErrorCode.INTERNAL_ERROR);
    private static final int LONGEST_TEXT = 1024;

    private FailureRecord() {
    }

    static byte[] write(TransportException failure) {
        int number = CODES.indexOf(failure.code()) + 1;
        byte[] text = String.valueOf(failure.getMessage()).getBytes(UTF_8);
        int length = Math.min(text.length, LONGEST_TEXT);
        while (length < text.length && length > 0 && (text[length] & 0xc0) == 0x80) {
            length--; // no character is cut
        }
        return ByteBuffer.allocate(Integer.BYTES + length).order(ByteOrder.nativeOrder())
                .putInt(number == 0 ? CODES.indexOf(ErrorCode.INTERNAL_ERROR) + 1 : number).put(text, 0, length)
                .array();
    }

    /** What a plugin said; what makes no sense is an INTERNAL_ERROR. */
    static TransportException read(byte[] record, String event, String plugin) {
        int number = record.length < Integer.BYTES ? 0
                : ByteBuffer.wrap(record).order(ByteOrder.nativeOrder()).getInt();
        ErrorCode code = number < 1 || number > CODES.size() ? ErrorCode.INTERNAL_ERROR : CODES.get(number - 1);
        String text = record.length <= Integer.BYTES ? "it gave no reason"
                : new String(Arrays.copyOfRange(record, Integer.BYTES, record.length), UTF_8)
                        .replaceAll("\\p{Cntrl}", "?");
        return TransportException.of(code, "plugin " + plugin + ": " + text, event, plugin, null);
    }
}
