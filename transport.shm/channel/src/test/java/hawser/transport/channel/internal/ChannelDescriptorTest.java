// SPDX-License-Identifier: Apache-2.0
package hawser.transport.channel.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hawser.transport.channel.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java and C hold the layout twice; here they are held equal, offset by offset. */
class ChannelDescriptorTest {
    @Test
    void shouldNameTheSameOffsetsAsTheHeaderInC() throws IOException {
        Map<String, Long> java = new TreeMap<>();
        put(java, ChannelDescriptor.class, "HAWSER_");
        put(java, RecordDescriptor.class, "HAWSER_RECORD_");
        put(java, RecordType.class, "HAWSER_RECORD_");
        java.put("HAWSER_CHANNEL_MAGIC", java.remove("HAWSER_MAGIC"));
        java.put("HAWSER_CHANNEL_VERSION_MAJOR", java.remove("HAWSER_VERSION_MAJOR"));
        java.put("HAWSER_CHANNEL_VERSION_MINOR", java.remove("HAWSER_VERSION_MINOR"));

        Map<String, Long> header = new TreeMap<>(printed());
        header.keySet().removeIf(name -> name.matches("HAWSER_(OK|FULL|TOO_LONG|POISONED|EMPTY|NO_MEMORY)"));

        assertEquals(header, java);
    }

    private static void put(Map<String, Long> into, Class<?> type, String prefix) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                into.put(prefix + field.getName(), (long) value(field));
            }
        }
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Long> printed() throws IOException {
        Process process = new ProcessBuilder("target/native/print-layout").start();
        try (InputStream output = process.getInputStream()) {
            return Stream.of(new String(output.readAllBytes(), UTF_8).split("\n"))
                    .map(line -> line.split("="))
                    .collect(toMap(pair -> pair[0], pair -> Long.decode(pair[1])));
        }
    }
}
