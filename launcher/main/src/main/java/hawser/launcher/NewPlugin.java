// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code new plugin}: writes a project that builds, from the templates in {@code sdk/templates}. */
final class NewPlugin {
    static final String USAGE = "hawser new plugin NAME --lang c|cpp|rust|java";
    /** What is a file's name, a segment of an event's name and, with {@code _} for {@code -}, an identifier. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST_NAME = 64;
    private static final Map<String, String> LANGUAGES = Map.of("c", "c", "cpp", "cpp", "c++", "cpp", "rust", "rust",
            "java", "java");

    private final Folder folder;
    private final String name;
    private final String language;

    private NewPlugin(Folder folder, String name, String language) {
        this.folder = folder;
        this.name = name;
        this.language = language;
    }

    /** {@return the project that these arguments, which begin with {@code new}, ask for} */
    static NewPlugin of(Folder folder, List<String> arguments) {
        int option = arguments.indexOf("--lang");
        boolean first = option == 2;
        if (arguments.size() != 5 || !arguments.get(1).equals("plugin") || option != 3 && !first) {
            throw new LaunchException(ExitCodes.USAGE, "required: " + USAGE + "; found: hawser "
                    + String.join(" ", arguments));
        }
        return new NewPlugin(folder, checkedName(arguments.get(first ? 4 : 2)), language(arguments.get(option + 1)));
    }

    private static String checkedName(String name) {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
            throw new LaunchException(ExitCodes.USAGE, "a plugin's name must be small letters, digits and single "
                    + "hyphens, begin with a letter, and be no longer than " + LONGEST_NAME + ": found \"" + name
                    + '"');
        }
        return name;
    }

    private static String language(String word) {
        String language = LANGUAGES.get(word);
        if (language == null) {
            throw new LaunchException(ExitCodes.USAGE, "--lang must be c, cpp, rust or java: found \"" + word + '"');
        }
        return language;
    }

    /** {@return what to type next} */
    String write(Path parent) {
        Path project = parent.resolve(name);
        Path template = folder.home().resolve("sdk/templates").resolve(language);
        if (!Files.isDirectory(template)) {
            throw new LaunchException(ExitCodes.FAILED, "the templates must be in " + template
                    + ": unpack the distribution again");
        }
        if (Files.exists(project, LinkOption.NOFOLLOW_LINKS)) {
            throw new LaunchException(ExitCodes.FAILED, "nothing is overwritten: " + project
                    + " is there already; choose another name or folder");
        }
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : files.toList()) {
                copy(file, project.resolve(filled(template.relativize(file).toString())));
            }
        } catch (IOException e) {
            throw new LaunchException(ExitCodes.FAILED, "the project must be written to " + project + ": " + e, e);
        }
        return next(parent.relativize(project));
    }

    private void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectory(to);
            return;
        }
        Files.writeString(to, filled(Files.readString(from)));
        if (Files.isExecutable(from) && !to.toFile().setExecutable(true)) {
            throw new IOException("it cannot be made executable: " + to);
        }
    }

    private String filled(String text) {
        String home = folder.home().toString();
        return text.replace("@name@", name).replace("@identifier@", name.replace('-', '_'))
                .replace("@dot@", ".").replace("@home@", home)
                .replace("@home.xml@", home.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private String next(Path project) {
        String event = language.equals("java") ? name + ":message:send" : "plugin:" + name + ":send";
        return "created " + project + "/, a plugin that greets whoever sends it a message\n"
                + "build it, test it and put it into Hawser:\n"
                + "  " + project + "/deploy\n"
                + "then call it:\n"
                + "  " + quoted(folder.script()) + " -c 'event:send " + event + " world'";
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./-]+") ? text : '\'' + text.replace("'", "'\\''") + '\'';
    }
}
