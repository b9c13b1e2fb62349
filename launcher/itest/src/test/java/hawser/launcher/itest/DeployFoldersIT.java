// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.transport.Event;
import hawser.transport.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/** Folders in the deploy folder, each with a plugin's library and what it needs beside it. */
public class DeployFoldersIT extends InDeployFolder {
    private static final Event<byte[], byte[]> COMPANION =
            Events.defineEvent("plugin").module("companion").event("send").define(byte[].class, byte[].class);
    private static final Event<byte[], byte[]> COMPANI0N =
            Events.defineEvent("plugin").module("compani0n").event("send").define(byte[].class, byte[].class);
    private static final Path COMPANIONS = Path.of(System.getProperty("hawser.misbehaving"), "companion");

    private static byte[] greeting(String text) throws IOException {
        return replaced(COMPANIONS.resolve("libgreeting.so"), "hello 1", text);
    }

    private static byte[] replaced(Path file, String from, String to) throws IOException {
        return new String(Files.readAllBytes(file), ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
    }

    /** A folder that was not there before, in one step. */
    private static Path companion(Path folder, String greeting, String execution) throws IOException {
        Path whole = Files.createDirectories(ELSEWHERE.resolve(".whole"));
        Files.createDirectories(whole.resolve("data"));
        Files.copy(COMPANIONS.resolve("libcompanion.so"), whole.resolve("libcompanion.so"));
        Files.copy(COMPANIONS.resolve("data/words"), whole.resolve("data/words"));
        Files.write(whole.resolve("libgreeting.so"), greeting(greeting));
        Files.write(whole.resolve("libcompanion.json"), execution(execution));
        return Files.move(whole, folder);
    }

    /** Of a folder, in which nothing else is to be seen meanwhile. */
    private static void exchange(Path file, byte[] bytes) throws IOException {
        Files.move(Files.write(ELSEWHERE.resolve(".whole"), bytes), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] execution(String name) {
        return ("{\"execution\": \"" + name + "\"}").getBytes(UTF_8);
    }

    private String askCompanion() throws Exception {
        return new String(send(COMPANION, new byte[1]), UTF_8);
    }

    @Test
    public void shouldRunAPluginOfAFolderWithWhatIsBesideItsLibrary() throws Exception {
        Path folder = companion(DEPLOY.resolve("companion"), "hello 1", "process");
        assertEquals("process", awaitOne(InDeployFolder::isActive).execution());
        assertEquals("hello 1, words of its own", askCompanion());

        exchange(folder.resolve("libgreeting.so"), greeting("hello 2"));
        awaitOne(plugin -> plugin.generation() == 2);
        assertEquals("hello 2, words of its own", askCompanion());

        Path words = folder.resolve("data/words");
        Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.writeString(words, "words of anybody");
        awaitOne(plugin -> plugin.reason().orElse("").contains("chmod o-w words"));
        Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rw-r--r--"));
        awaitOne(plugin -> plugin.generation() == 3);
        assertEquals("hello 2, words of anybody", askCompanion());
        delete(folder);
        awaitNothingLeft();
    }

    private void awaitNothingLeft() throws Exception {
        await(plugins -> plugins.isEmpty() && Stream.concat(mapped().stream(), laidOut().stream()).findAny().isEmpty());
    }

    /** What of companions this process has. */
    private static List<String> mapped() {
        try {
            return mappings("libgreeting.so");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void shouldReplaceALibraryBesideAPluginOnlyWhenTheOneBeforeHasGone() throws Exception {
        Path folder = companion(DEPLOY.resolve("companion"), "hello 2", "thread");
        awaitOne(InDeployFolder::isActive);
        exchange(folder.resolve("libgreeting.so"), greeting("hello 3"));
        awaitOne(plugin -> plugin.reason().orElse("").contains("libgreeting.so, which libcompanion.so"));
        assertEquals("hello 2, words of its own", askCompanion());

        exchange(folder.resolve("libcompanion.json"),
                "{\"execution\": \"thread\", \"swap\": \"stop-first\"}".getBytes(UTF_8));
        awaitOne(plugin -> plugin.generation() == 2);
        assertEquals("hello 3, words of its own", askCompanion());
        delete(folder);
        awaitNothingLeft();
    }

    /** Each has its own of that name: which of them is first is theirs, and only that one runs its plugin. */
    @Test
    public void shouldLoadOneOfTwoPluginsAtATimeThatHaveLibrariesOfOneNameBesideThem() throws Exception {
        Path second = companion(ELSEWHERE.resolve("compani0n"), "hello 2", "inline");
        Files.delete(second.resolve("libcompanion.so"));
        Files.move(second.resolve("libcompanion.json"), second.resolve("libcompani0n.json"));
        Files.write(second.resolve("libcompani0n.so"),
                replaced(COMPANIONS.resolve("libcompanion.so"), "companion%", "compani0n%"));
        companion(DEPLOY.resolve("companion"), "hello 1", "inline");
        Files.move(second, DEPLOY.resolve("compani0n"));

        await(plugins -> plugins.stream().filter(InDeployFolder::isActive).count() == 1 && plugins.stream()
                .filter(plugin -> plugin.reason().orElse("").contains("is loaded already")).count() == 1);
        boolean first = service(PluginHost.class).find("companion").filter(InDeployFolder::isActive).isPresent();
        assertEquals(first ? "hello 1, words of its own" : "hello 2, words of its own",
                new String(send(first ? COMPANION : COMPANI0N, new byte[1]), UTF_8));
    }

    @Test
    public void shouldInstallAndUpdateAFolderOnCommand() throws Exception {
        PluginHost host = service(PluginHost.class);
        Path folder = DEPLOY.resolve("companion");
        Path first = companion(ELSEWHERE.resolve("companion"), "hello 4", "inline");
        assertEquals("inline", host.install(first).execution());
        delete(first);
        Path next = companion(first, "hello 5", "process");
        assertEquals("process", host.update("companion", next).execution());
        assertEquals("hello 5, words of its own", askCompanion());

        host.uninstall("companion");
        assertFalse(Files.exists(folder));
        awaitNothingLeft();
    }

    /** In one step. */
    private static Path unpackedEcho(Path folder) throws IOException {
        Path whole = ELSEWHERE.resolve(".whole");
        try (FileSystem jar = FileSystems.newFileSystem(echoJar())) {
            for (Path each : tree(jar.getPath("/"))) {
                Files.copy(each, whole.resolve(each.toString().substring(1)));
            }
        }
        return Files.move(whole, folder);
    }

    private static List<Path> tree(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.toList();
        }
    }

    @Test
    public void shouldFollowABundleThatLiesThereUnpacked() throws Exception {
        Path folder = unpackedEcho(DEPLOY.resolve("unpacked"));
        awaitOne(InDeployFolder::isActive);
        assertEquals("any", new String(send(ECHO, "any".getBytes(UTF_8)), UTF_8));

        exchange(folder.resolve("native/linux-x86-64/libecho.so"), echo("echo", "1.0.1"));
        awaitOne(plugin -> plugin.version().equals("1.0.1") && isActive(plugin));
        delete(folder);
        await(List::isEmpty);

        unpackedEcho(folder);
        awaitOne(InDeployFolder::isActive);
        service(PluginHost.class).uninstall("echo");
        assertFalse(Files.exists(folder));
        await(List::isEmpty);
    }

    /** Nobody waits at what has no end, or never comes: others are taken meanwhile. */
    @Test
    public void shouldOpenNoPipeInAFolder() throws Exception {
        Path plugin = companion(ELSEWHERE.resolve("companion"), "hello 6", "process");
        Path bundle = unpackedEcho(ELSEWHERE.resolve("unpacked"));
        Path words = pipe(plugin.resolve("data/more"));
        Path notes = pipe(bundle.resolve("notes"));
        Files.move(plugin, DEPLOY.resolve("companion"));
        Files.move(bundle, DEPLOY.resolve("unpacked"));
        drop(DEPLOY.resolve("libabcd.so"), echo("abcd", "1.0.0"));
        await(plugins -> plugins.size() == 3 && states(plugins).equals(List.of("abcd ACTIVE", "companion FAILED",
                "unpacked FAILED")) && reasons(plugins).contains("a file beside a plugin must be a regular one: more")
                && reasons(plugins).contains("a bundle's files must be regular ones: notes in unpacked is a pipe"));

        Files.delete(DEPLOY.resolve(ELSEWHERE.relativize(words)));
        Files.delete(DEPLOY.resolve(ELSEWHERE.relativize(notes)));
        await(plugins -> states(plugins).equals(List.of("abcd ACTIVE", "companion ACTIVE", "echo ACTIVE")));
    }

    private static Path pipe(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        return path;
    }

    private static List<String> states(List<PluginInfo> plugins) {
        return plugins.stream().map(plugin -> plugin.name() + ' ' + plugin.state()).sorted().toList();
    }

    private static String reasons(List<PluginInfo> plugins) {
        return plugins.stream().map(plugin -> plugin.reason().orElse("")).toList().toString();
    }

    /** Files of plugins in the host's own folder. */
    private List<Path> laidOut() {
        Path folder = hawser().getDataFile("plugins").toPath();
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
