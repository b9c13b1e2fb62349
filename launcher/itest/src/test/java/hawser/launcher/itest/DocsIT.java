// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The documentation that is shipped: each block is run or compiled, and each link leads somewhere. */
class DocsIT extends InDistribution {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final int TRIES = 100;
    private static final Pattern ONLY_LOOKS = Pattern.compile(":(list|why|info|stats)\\b");
    /** What a plugin that is being taken up looks like to whoever comes too early. */
    private static final Pattern TOO_EARLY = Pattern.compile("no such (event|plugin)|PLUGIN_STOPPED|is LOADING");

    /** In the order of the index, in which a reader follows them. */
    private List<Path> documents() throws IOException {
        Path index = home.resolve("docs/README.md");
        List<String> linked = LINK.matcher(Files.readString(index)).results().map(link -> link.group(1)).toList();
        try (Stream<Path> files = Files.walk(index.getParent())) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted(Comparator.comparing(file -> linked.indexOf(index.getParent().relativize(file).toString())))
                    .toList();
        }
    }

    /** What whoever works on the code reads. */
    private static List<Path> sources() throws IOException {
        Path root = Path.of(System.getProperty("hawser.readme")).toRealPath().getParent();
        List<Path> found = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve(".github/CONTRIBUTING.md")));
        for (String part : List.of("transport.core", "transport.shm", "plugin.host", "plugin.examples", "launcher")) {
            try (Stream<Path> files = Files.walk(root.resolve(part), 2)) {
                found.addAll(files.filter(file -> file.endsWith("README.md")).toList());
            }
        }
        return found;
    }

    @Test
    void shouldLeadSomewhereByEachLink() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path document : Stream.concat(documents().stream(), sources().stream()).toList()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                if (!Files.exists(document.resolveSibling(link.group(1)))) {
                    dead.add(document + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void shouldDoWhatEachBlockShows() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Path document : documents()) {
            for (CodeBlock block : CodeBlock.of(document)) {
                tryOut(block, wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private void tryOut(CodeBlock block, List<String> wrong) throws Exception {
        if (!block.file().isEmpty()) {
            Path file = home.resolve(block.file());
            Files.createDirectories(file.getParent());
            Files.writeString(file, block.text());
        }
        switch (block.language()) {
            case "console" -> follow(block, wrong);
            case "c" -> compile(block, "cc -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only", wrong);
            case "cpp" -> compile(block, "c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only", wrong);
            case "java" -> compileJava(block, wrong);
            case "json", "properties", "manifest", "cmake", "gogo" ->
                assertTrue(!block.file().isEmpty(), "a block to be used needs a file's name: " + block.place());
            case "text" -> { }
            default -> wrong.add(block.place() + " says no language that can be tried: " + block.language());
        }
    }

    private void follow(CodeBlock block, List<String> wrong) throws Exception {
        for (Transcript.Step step : Transcript.of(block)) {
            String output = inFolder(step.command());
            for (int tries = 0; tries < TRIES && isToBeRepeated(step, output); tries++) {
                output = inFolder(step.command());
            }
            if (!step.agrees(output)) {
                wrong.add(block.place() + ": " + step.command() + "\n--- is shown to print\n"
                        + String.join("\n", step.output()) + "\n--- printed\n" + output);
            }
        }
    }

    /** What was copied into deploy/ a moment ago is taken up within a second or two: who types is slower. */
    private static boolean isToBeRepeated(Transcript.Step step, String output) {
        return !step.agrees(output)
                && (TOO_EARLY.matcher(output).find() || ONLY_LOOKS.matcher(step.command()).find());
    }

    /** {@return what the line prints, its standard error too, with the folder named as the documents name it} */
    private String inFolder(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line).directory(home.toFile())
                .redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(home.resolve("printed").toFile()).start();
        process.waitFor();
        return Files.readString(home.resolve("printed")).replaceAll("\u001b\\[[0-9;]*m", "")
                .replaceAll("'(" + Pattern.quote(home.toString()) + "[^']*)'", "$1")
                .replace(home.toString(), "/opt/hawser");
    }

    private void compile(CodeBlock block, String compiler, List<String> wrong) throws Exception {
        String said = inFolder(compiler + " -Isdk/include '" + block.file() + "'");
        if (!said.isEmpty()) {
            wrong.add(block.place() + " does not compile: " + said);
        }
    }

    private void compileJava(CodeBlock block, List<String> wrong) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String path;
        try (Stream<Path> jars = Files.list(home.resolve("sdk/java"))) {
            path = Stream.concat(jars.map(Path::toString), Stream.of(System.getProperty("surefire.test.class.path",
                    System.getProperty("java.class.path")))).collect(Collectors.joining(":"));
        }
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean done = compiler.getTask(said, files, null,
                    List.of("-classpath", path, "-proc:none", "-Xlint:all", "-d", home.toString()), null,
                    files.getJavaFileObjects(home.resolve(block.file()))).call();
            if (!done) {
                wrong.add(block.place() + " does not compile: " + said);
            }
        }
    }
}
