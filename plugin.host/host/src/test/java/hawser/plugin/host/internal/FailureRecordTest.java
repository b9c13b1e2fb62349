// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureRecordTest {
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void shouldCarryEachCodeAndText(ErrorCode code) {
        TransportException read =
                FailureRecord.read(FailureRecord.write(TransportException.of(code, "why \u00e9")), "a:b:c", "p");

        assertEquals(code, read.code());
        assertEquals("plugin p: why \u00e9", read.getMessage());
        assertEquals("a:b:c", read.eventName().orElseThrow());
        assertEquals("p", read.pluginName().orElseThrow());
    }

    @Test
    void shouldNumberTheCodesAsTheHeaderDoes() throws Exception {
        List<String> named = new ArrayList<>();
        Pattern.compile("HAWSER_CODE_(\\w+) = (\\d+)")
                .matcher(Files.readString(Path.of("../sdk/include/hawser/host.h"))).results().forEach(found -> {
                    named.add(found.group(1));
                    assertEquals(named.size(), Integer.parseInt(found.group(2)));
                });

        assertEquals(FailureRecord.CODES.stream().map(ErrorCode::name).toList(), named);
        assertEquals(EnumSet.allOf(ErrorCode.class), EnumSet.copyOf(FailureRecord.CODES));
    }

    @Test
    void shouldCutALongTextBetweenCharacters() {
        byte[] record = FailureRecord.write(TransportException.of(ErrorCode.TIMEOUT, "x" + "\u00e9".repeat(1000)));

        assertEquals(Integer.BYTES + 1023, record.length);
        assertTrue(new String(record, UTF_8).endsWith("\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 21, Integer.MAX_VALUE})
    void shouldTakeAnUnknownCodeForAnInternalError(int number) {
        byte[] record = ByteBuffer.allocate(7).order(ByteOrder.nativeOrder()).putInt(number)
                .put(new byte[] {'a', 27, 'b'}).array();

        TransportException read = FailureRecord.read(record, "a:b:c", "p");

        assertEquals(ErrorCode.INTERNAL_ERROR, read.code());
        assertEquals("plugin p: a?b", read.getMessage());
    }

    @Test
    void shouldReadARecordThatIsCutShort() {
        TransportException read = FailureRecord.read(new byte[3], "a:b:c", "p");

        assertEquals(ErrorCode.INTERNAL_ERROR, read.code());
        assertEquals("plugin p: it gave no reason", read.getMessage());
    }
}
