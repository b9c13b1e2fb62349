// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.Test;

/** No class of Hawser's uses Java serialization, nor has Jackson choose classes by what a document says. */
public class NoSerializationIT {
    private static final List<String> FORBIDDEN = List.of("java/io/ObjectInputStream", "java/io/ObjectOutputStream",
            "java/rmi/", "java/beans/XMLDecoder", "javax/naming/", "activateDefaultTyping", "JsonTypeInfo");

    @Test
    public void shouldBeFoundInNoClassThatIsShipped() throws IOException {
        List<String> found = new ArrayList<>();
        int classes = 0;
        for (Path jar : jars()) {
            classes += search(jar, found);
        }

        assertTrue("classes=" + classes, classes > 200);
        assertEquals(List.of(), found);
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("hawser.dist")))) {
            return files.filter(file -> file.getFileName().toString().matches("hawser.*\\.jar")).toList();
        }
    }

    /** A class names what it uses in its constants. */
    private static int search(Path path, List<String> found) throws IOException {
        int classes = 0;
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().filter(each -> each.getName().matches("hawser/.*\\.class")).toList()) {
                classes++;
                String constants = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
                FORBIDDEN.stream().filter(constants::contains)
                        .forEach(name -> found.add(entry.getName() + " uses " + name));
            }
        }
        return classes;
    }
}
