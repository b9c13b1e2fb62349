// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.Event;
import hawser.transport.Events;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** What goes wrong in a deploy folder; what was tried and came of it is told by {@link Cases}. */
public class DeployFaultsIT extends InDeployFolder {
    private static final Event<byte[], byte[]> GOOD =
            Events.defineEvent("plugin").module("good").event("send").define(byte[].class, byte[].class);
    private static final Path LIBRARY = DEPLOY.resolve("libp001.so");
    private static final String WHERE = "deploy folder";
    private static final int TRIES = Integer.getInteger("hawser.cycles", 25);

    private volatile boolean over;

    @Before
    public void startAGoodOne() throws Exception {
        drop(DEPLOY.resolve("libgood.json"), "{\"execution\": \"thread\"}".getBytes(UTF_8));
        drop(DEPLOY.resolve("libgood.so"), echo("good", "1.0.0"));
        awaitOne(plugin -> plugin.name().equals("good") && isActive(plugin)); // and none that was seen as it went
    }

    private Optional<PluginInfo> other(List<PluginInfo> plugins) {
        return plugins.stream().filter(plugin -> !plugin.name().equals("good")).findFirst();
    }

    private PluginInfo awaitOther(PluginState state, String version) throws Exception {
        return other(await(plugins -> other(plugins).filter(plugin -> plugin.state() == state
                && (state == PluginState.FAILED || plugin.version().equals(version))).isPresent())).orElseThrow();
    }

    private void comesToNothing(int number, String what, Path file, String reason) throws Exception {
        String why = awaitOther(PluginState.FAILED, "").reason().orElse("");
        assertTrue(what + ": " + why, why.contains(reason));
        leave(number, what, file, "FAILED: " + why);
    }

    private void isActiveAs(int number, String what, Path file, String version) throws Exception {
        PluginInfo plugin = awaitOther(PluginState.ACTIVE, version);
        leave(number, what, file, "ACTIVE: " + plugin.name() + ' ' + plugin.version());
    }

    private void leave(int number, String what, Path file, String outcome) throws Exception {
        await(plugins -> plugins.stream().anyMatch(plugin -> plugin.name().equals("good") && isActive(plugin)));
        assertArrayEquals("on".getBytes(UTF_8), send(GOOD, "on".getBytes(UTF_8)));
        Files.deleteIfExists(file);
        await(plugins -> plugins.size() == 1);
        Cases.row(number, WHERE, what, outcome);
    }

    private static void shell(String command) throws Exception {
        assertEquals(0, new ProcessBuilder("sh", "-c", command).directory(DEPLOY.toFile()).start().waitFor());
    }

    @Test
    public void shouldWaitForWhatIsStillBeingCopied() throws Exception {
        byte[] whole = echo("p001", "1.0.0");
        Files.write(LIBRARY, Arrays.copyOf(whole, whole.length / 2));
        awaitOther(PluginState.FAILED, "");
        for (int from = whole.length / 2; from < whole.length; from += 1024) {
            Files.write(LIBRARY, Arrays.copyOfRange(whole, from, Math.min(from + 1024, whole.length)),
                    StandardOpenOption.APPEND);
        }
        isActiveAs(56, "half a copy, then the rest", LIBRARY, "1.0.0");
        for (String version : List.of("1.0.1", "1.0.2", "1.0.3", "1.0.4", "1.0.5")) {
            drop(LIBRARY, echo("p001", version));
        }
        isActiveAs(56, "replaced five times at once", LIBRARY, "1.0.5");
        for (int i = 0; i < 5; i++) {
            drop(LIBRARY, echo("p001", "1.0.0"));
            Files.delete(LIBRARY);
        }
        leave(56, "deleted while it comes", LIBRARY, "gone");
    }

    @Test
    public void shouldSayWhatItDoesNotTake() throws Exception {
        Path outside = drop(ELSEWHERE.resolve("outside.so"), echo("p001", "1.0.0"));
        shell("ln -s " + outside + " libp001.so");
        comesToNothing(56, "a link out of the folder", LIBRARY, "leads out of it");
        shell("ln -s libgood.so libp001.so");
        comesToNothing(56, "a link to another of it", LIBRARY, "name must be its own");
        shell(": > libp001.so");
        comesToNothing(56, "an empty file", LIBRARY, "length=0");
        try (RandomAccessFile sparse = new RandomAccessFile(ELSEWHERE.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(2L << 30);
        }
        Files.move(ELSEWHERE.resolve("sparse"), LIBRARY, StandardCopyOption.ATOMIC_MOVE); // nobody sees it empty
        comesToNothing(56, "2 GiB of nothing", LIBRARY, "at most 256 MiB");
    }

    /** Nobody takes it, and nobody opens it: a pipe has no end. */
    @Test
    public void shouldSayWhatNobodyTakes() throws Exception {
        Path file = DEPLOY.resolve("a.so");
        shell("ln -s nothing a.so");
        comesToNothing(56, "a link to nothing", file, "leads nowhere");
        shell("ln -s a.so a.so");
        comesToNothing(56, "a link to itself", file, "leads nowhere");
        shell("mkfifo a.so");
        comesToNothing(56, "a pipe", file, "is a pipe, a socket or a device");
        shell("mkfifo a.jar");
        comesToNothing(56, "a pipe called as a jar", DEPLOY.resolve("a.jar"), "is a pipe, a socket or a device");
        shell("ln -s /dev/zero a.so");
        comesToNothing(56, "a link to a device", file, "is a pipe, a socket or a device");
        shell("mkdir a.so");
        comesToNothing(56, "an empty folder, called as a library", file, "a plugin's library at its top");
        shell("mkdir a && echo > a/a.txt");
        assertEquals("a", awaitOther(PluginState.FAILED, "").name());
        shell("rm a/a.txt");
        comesToNothing(56, "a folder with something else", DEPLOY.resolve("a"), "a plugin's library at its top");
        shell("echo > libp001.so.1");
        comesToNothing(56, "a library with a version in its name", DEPLOY.resolve("libp001.so.1"),
                "must end in .so");
    }

    @Test
    public void shouldSayThatSettingsHaveNoLibraryUntilItComes() throws Exception {
        Path settings = drop(DEPLOY.resolve("libp001.json"), "{\"execution\": \"inline\"}".getBytes(UTF_8));
        PluginInfo alone = awaitOther(PluginState.FAILED, "");
        assertEquals("libp001.json", alone.name());
        assertTrue(alone.reason().toString(), alone.reason().orElse("").contains("there is no libp001.so"));

        drop(LIBRARY, echo("p001", "1.0.0"));

        List<PluginInfo> both = await(plugins -> plugins.stream().filter(InDeployFolder::isActive).count() == 2);
        assertEquals(List.of("good", "p001"), both.stream().map(PluginInfo::name).toList());
        assertEquals("inline", both.get(1).execution());
        Files.delete(LIBRARY);
        Files.delete(settings);
        await(plugins -> plugins.size() == 1);
        Cases.row(56, WHERE, "settings before their library", "FAILED: " + alone.reason().get() + "; then ACTIVE");
    }

    @Test
    public void shouldTakeWhateverIsCalledStrangely() throws Exception {
        for (String name : List.of("lib p 1.so", "libü.so", "lib\n1.so", "-lib.so", "lib\"1;x=,y.so", "libp.001.so")) {
            drop(DEPLOY.resolve(name), echo("p001", "1.0.0"));
            isActiveAs(56, "called " + name.replace('\n', '?'), DEPLOY.resolve(name), "1.0.0");
        }
        drop(LIBRARY, echo("p001", "1.0.0"));
        awaitOther(PluginState.ACTIVE, "1.0.0");
        Path capital = Files.move(LIBRARY, DEPLOY.resolve("libP001.so"));
        await(plugins -> other(plugins).filter(plugin -> isActive(plugin)
                && locationOf(plugin).contains("libP001")).isPresent());
        leave(56, "renamed to a capital letter", capital, "ACTIVE under the new name");
    }

    /** Empty if its bundle has gone since. */
    private String locationOf(PluginInfo plugin) {
        return Optional.ofNullable(context.getBundle(plugin.bundleId())).map(Bundle::getLocation).orElse("");
    }

    @Test
    public void shouldGoOnWithWhatIsThereWhenItWasAway() throws Exception {
        drop(LIBRARY, echo("p001", "2.0.0"));
        awaitOther(PluginState.ACTIVE, "2.0.0");
        byte[] older = echo("p001", "1.0.0");
        drop(LIBRARY, older);
        awaitOther(PluginState.ACTIVE, "1.0.0");
        Bundle host = bundleNamed("hawser.plugin.host");
        host.stop();
        drop(LIBRARY, echo("p001", "3.0.0"));
        host.start();
        assertEquals("what was there before is not loaded", 1,
                awaitOther(PluginState.ACTIVE, "3.0.0").generation());
        isActiveAs(59, "replaced while the host was down", LIBRARY, "3.0.0");
        drop(LIBRARY, older);
        awaitOther(PluginState.ACTIVE, "1.0.0");
        host.stop();
        Files.delete(LIBRARY);
        host.start();
        leave(60, "removed while the host was down", LIBRARY, "gone");
        Cases.row(58, WHERE, "updated to an older version", "ACTIVE: p001 1.0.0");
        drop(LIBRARY, older);
        awaitOther(PluginState.ACTIVE, "1.0.0");
        drop(LIBRARY, Arrays.copyOf(older, older.length + 1));
        await(plugins -> other(plugins).filter(plugin -> isActive(plugin) && plugin.generation() == 2).isPresent());
        leave(58, "other bytes of the same version", LIBRARY, "ACTIVE: p001 1.0.0, generation 2");
    }

    @Test
    public void shouldRefuseWhoeverAnybodyCanReplace() throws Exception {
        drop(LIBRARY, echo("p001", "1.0.0"), "rw-rw-rw-");
        comesToNothing(66, "writable by others", LIBRARY, "must not be writable by others");
        drop(ELSEWHERE.resolve("strangers.so"), echo("p001", "1.0.0"));
        if (System.getProperty("user.name").equals("root")) {
            Files.setAttribute(ELSEWHERE.resolve("strangers.so"), "unix:uid", 12345);
            Files.move(ELSEWHERE.resolve("strangers.so"), LIBRARY, StandardCopyOption.ATOMIC_MOVE);
            comesToNothing(66, "another user's", LIBRARY, "belongs to user 12345");
        }
    }

    /** {@return how often it was refused} */
    private int loadWhile(Thread exchanging, Path file) throws Exception {
        exchanging.start();
        try {
            return loadAgainAndAgain(file);
        } finally {
            over = true;
            exchanging.join();
        }
    }

    private int loadAgainAndAgain(Path file) throws Exception {
        PluginHost host = service(PluginHost.class);
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            try {
                assertEquals("p001", host.load(file).name());
                host.unload("p001");
            } catch (PluginException e) {
                assertTrue(e.getMessage(), e.getMessage().contains("sha256"));
                refused++;
            }
        }
        return refused;
    }

    /** Somebody exchanges the file all the time: what is loaded is what was checked. */
    @Test
    public void shouldRunNothingButWhatIsPinned() throws Exception {
        byte[] pinned = echo("p001", "1.0.0");
        byte[] evil = echo("evil", "6.6.6");
        Path file = ELSEWHERE.resolve("pinned.so");
        Files.writeString(ELSEWHERE.resolve("pinned.json"), "{\"execution\": \"thread\", \"sha256\": \""
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pinned)) + "\"}");
        drop(file, pinned);
        FutureTask<Void> exchanging = new FutureTask<>(() -> {
            for (boolean good = false; !over; good = !good) {
                drop(file, good ? pinned : evil);
            }
            return null;
        });
        int refused = loadWhile(new Thread(exchanging), file);
        exchanging.get();
        Cases.row(67, WHERE, "exchanged between check and load", "never loaded; " + refused + " of " + TRIES
                + " tries refused for their digest");
    }
}
