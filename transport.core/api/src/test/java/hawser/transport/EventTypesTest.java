// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not compile does not: the compiler itself is asked. */
class EventTypesTest {
    private static final String EVENT = "Events.defineEvent(\"a\").module(\"b\").event(\"c\")";

    @Test
    void shouldCompileWhatFitsTheEventsTypes() {
        assertEquals("", compile("transport.send(LENGTH, \"text\").thenAccept(length -> length.byteValue());"));
        assertEquals("", compile("transport.on(LENGTH, (text, context) -> text.length());"));
        assertEquals("", compile("Event<String, Void> told = " + EVENT + ".define(String.class);"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "transport.send(LENGTH, 5);",
        "transport.send(LENGTH, \"text\").thenAccept((String answer) -> { });",
        "transport.on(LENGTH, (text, context) -> \"no number\");",
        "transport.on(LENGTH, (text, context) -> text.byteValue());",
        "transport.stream(LENGTH, 5);",
        "Event<String, Long> other = " + EVENT + ".define(String.class, Integer.class);",
        "Events.defineEvent(\"a\").event(\"c\");",
        "Events.defineEvent(\"a\").module(\"b\").define(String.class);",
        "new Event<String, Integer>(\"a\", \"b\", \"c\", String.class, Integer.class, null);",
        "LENGTH.batch().withMaxSize(\"many\");"
    })
    void shouldNotCompileWhatDoesNot(String statement) {
        assertNotEquals("", compile(statement));
    }

    /** The errors, one a line. */
    private static String compile(String statement) {
        String source = "import hawser.transport.*; class Snippet { void run(Transport transport) { "
                + "Event<String, Integer> LENGTH = " + EVENT + ".define(String.class, Integer.class); "
                + statement + " } }";
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        compiler.getTask(null, null, diagnostics,
                List.of("-proc:none", "-d", "target", "-cp", "target" + File.separator + "classes"),
                null, List.of(new Source(source))).call();
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** A source in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
