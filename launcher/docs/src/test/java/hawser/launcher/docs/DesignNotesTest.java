// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DesignNotesTest {
    private static final Path NOTES = Path.of("../../.design");

    private static List<Path> notes() throws IOException {
        try (Stream<Path> files = Files.list(NOTES)) {
            return files.sorted().toList();
        }
    }

    private static int number(Path note) {
        return Integer.parseInt(note.getFileName().toString().substring(0, 4));
    }

    @Test
    void shouldNumberEachNoteOnce() throws IOException {
        List<Integer> numbers = notes().stream().map(DesignNotesTest::number).toList();

        assertEquals(Stream.iterate(1, next -> next + 1).limit(numbers.size()).toList(), numbers);
    }

    @Test
    void shouldHeadEachNoteWithItsNumber() throws IOException {
        for (Path note : notes()) {
            String heading = Files.readAllLines(note).get(0);
            assertTrue(heading.startsWith("# " + number(note) + ". "), () -> note + " is headed " + heading);
        }
    }
}
