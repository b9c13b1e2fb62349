// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.plugin.host.PluginException;
import hawser.plugin.host.PluginHost;
import hawser.plugin.host.PluginInfo;
import hawser.plugin.host.PluginState;
import hawser.transport.ErrorCode;
import hawser.transport.Event;
import hawser.transport.Events;
import hawser.transport.Transport;
import hawser.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.framework.Bundle;

/** Bundles in a deploy folder that nobody should take as they are, or that lack something. */
public class DeployJarsIT extends InDeployFolder {
    private static final String WHERE = "deploy folder";
    private static final String ENTRY = "native/l.so";
    private static final Path JAR = DEPLOY.resolve("p001.jar");
    private static final Path LIBRARY = DEPLOY.resolve("libp002.so");
    private static final Event<byte[], byte[]> ASK =
            Events.defineEvent("some").module("thing").event("do").define(byte[].class, byte[].class);
    private static final int BOMB_MIB = 4096;

    /** The names of those that were refused, and why. */
    private final Map<String, String> bad = new HashMap<>();

    /** A command says what stands against it; of one in the folder the list of plugins does. */
    private void isRefused(int number, String what, byte[] jar, String reason) throws Exception {
        Path elsewhere = drop(ELSEWHERE.resolve("p001.jar"), jar);
        PluginHost host = service(PluginHost.class);
        PluginException refused = assertThrows(what, PluginException.class, () -> host.install(elsewhere));
        assertTrue(what + ": " + refused.getMessage(), refused.getMessage().contains(reason));
        Files.move(elsewhere, DEPLOY.resolve("bad" + what.hashCode() + ".jar"));
        bad.put("bad" + what.hashCode(), reason);
        Cases.row(number, WHERE, what, "refused: " + refused.getMessage());
    }

    private void awaitBad() throws Exception {
        await(plugins -> plugins.stream().filter(plugin -> plugin.state() == PluginState.FAILED
                && plugin.reason().orElse("").contains(bad.getOrDefault(plugin.name(), "none"))).count() == bad.size());
    }

    private static byte[] plugin(String name, Map<String, String> headers) throws Exception {
        return PluginJars.withHeaders(name, ENTRY, echo(name, "1.0.0"), headers);
    }

    private static byte[] plugin(String name) throws Exception {
        return plugin(name, Map.of("Hawser-Plugin", ENTRY));
    }

    @Test
    public void shouldRefuseJarsThatAreNotWhatTheySeem() throws Exception {
        byte[] fine = plugin("p001");
        byte[] other = echo("evil", "6.6.6");
        isRefused(57, "an entry that leads out", BadJars.with(fine, "../../trap.so", other), "must stay in it");
        isRefused(57, "an entry with an absolute path", BadJars.with(fine, "/tmp/trap.so", other), "must stay in it");
        isRefused(57, "two entries of a name", BadJars.with(fine, ENTRY, other), "each file once");
        isRefused(57, "4 GiB of zeros", BadJars.bomb(fine, "data/zeros", BOMB_MIB), "at most 256 MiB");
        isRefused(57, "a manifest of 4 GiB", BadJars.bomb(fine, "META-INF/MANIFEST.MF", BOMB_MIB),
                "at most 16 MiB in each file of META-INF/");
        isRefused(57, "no manifest", BadJars.edited(fine, "META-INF/MANIFEST.MF", new byte[0]),
                "no Bundle-SymbolicName");
        isRefused(57, "a jar that is none", new byte[1000], "must be a whole jar");
        byte[] bent = fine.clone();
        bent[fine.length / 2] ^= 1;
        isRefused(57, "a damaged jar", bent, "must be a whole jar");

        awaitBad();
        drop(LIBRARY, echo("p002", "1.0.0"));
        assertEquals("p002", awaitActive().name());
        drop(JAR, plugin("p001", Map.of("Hawser-Plugin", ENTRY + ";events=\"a\"")));
        Cases.row(57, WHERE, "a header that is wrong", "FAILED: " + awaitReason("three segments").reason().orElse(""));
    }

    @Test
    public void shouldRefuseJarsThatAreNotAsTheyWereSigned() throws Exception {
        byte[] signed = BadJars.signed(BadJars.edited(plugin("p001"), "META-INF/more/a", new byte[9]), ELSEWHERE);
        isRefused(57, "signed, and changed since", BadJars.edited(signed, ENTRY, echo("p001", "6.6.6")),
                "as it was signed: SHA");
        isRefused(57, "signed, and added to since", BadJars.with(signed, "evil/Evil.class", new byte[9]),
                "no valid signature covers evil/Evil.class");
        isRefused(57, "signed, and added to where Java looks first",
                BadJars.with(signed, "META-INF/versions/11/Evil.class", new byte[9]),
                "no valid signature covers META-INF/versions/11/Evil.class");
        isRefused(57, "signed, with another manifest", BadJars.with(signed, "meta-inf/manifest.mf", new byte[9]),
                "each file once: meta-inf/manifest.mf");
        isRefused(57, "signed by something else", BadJars.edited(signed, "META-INF/SOMEBODY.EC", new byte[99]),
                "as it was signed");

        awaitBad();
        drop(JAR, signed);
        assertEquals("p001", awaitActive().name());
        Cases.row(57, WHERE, "signed as it is", "ACTIVE");
    }

    private PluginInfo awaitActive() throws Exception {
        return await(plugins -> plugins.stream().anyMatch(DeployJarsIT::isActive)).stream()
                .filter(DeployJarsIT::isActive).findFirst().orElseThrow();
    }

    @Test
    public void shouldJudgeABundleOfAnotherSuffixAsAJar() throws Exception {
        Path war = DEPLOY.resolve("p001.war");
        byte[] jar = plugin("p001", Map.of("Hawser-Plugin", ENTRY + ";events=\"some:thing:do\""));
        drop(DEPLOY.resolve("notes.zip"), BadJars.edited(jar, "META-INF/MANIFEST.MF", new byte[0]));
        drop(war, BadJars.with(jar, "../out", new byte[1]));
        awaitReason("p001.war in the deploy folder is not used: what a jar holds must stay in it");

        drop(war, jar);
        awaitOne(plugin -> isActive(plugin) && plugin.reason().isEmpty());
        drop(war, Arrays.copyOf(jar, jar.length / 2));
        awaitOne(plugin -> isActive(plugin) && plugin.reason().orElse("").contains("it must be a whole jar"));
        assertEquals("on", new String(send(ASK, "on".getBytes(UTF_8)), UTF_8));
        Files.delete(war);
        await(List::isEmpty);
    }

    /** As with bare libraries. */
    @Test
    public void shouldServeOnWhenABadJarTakesItsPlaceUntilAGoodOneDoes() throws Exception {
        String header = ENTRY + ";events=\"some:thing:do\"";
        byte[] jar = plugin("p001", Map.of("Hawser-Plugin", header));
        drop(JAR, jar);
        awaitOne(DeployJarsIT::isActive);

        drop(JAR, Arrays.copyOf(jar, jar.length / 2));
        PluginInfo served = awaitOne(plugin -> isActive(plugin) && plugin.reason().isPresent());
        assertTrue(served.reason().toString(),
                served.reason().get().contains("p001.jar in the deploy folder is not used: it must be a whole jar"));
        assertEquals("on", new String(send(ASK, "on".getBytes(UTF_8)), UTF_8));

        Bundle host = bundleNamed("hawser.plugin.host");
        host.stop();
        host.start();
        awaitReason("it must be a whole jar");
        assertEquals(ErrorCode.PLUGIN_STOPPED, failureOf(service(Transport.class).send(ASK, new byte[1])).code());

        drop(JAR, plugin("p001", Map.of("Hawser-Plugin", header, "Bundle-Version", "2")));
        awaitOne(plugin -> isActive(plugin) && plugin.reason().isEmpty());
        assertEquals("on", new String(send(ASK, "on".getBytes(UTF_8)), UTF_8));
        Cases.row(57, WHERE, "a whole jar is replaced by half of one", "serves on: " + served.reason().get());
    }

    @Test
    public void shouldKeepABundleOfJavaWhenABadJarTakesItsPlace() throws Exception {
        drop(JAR, PluginJars.withHeaders("java", "a/file", new byte[9], Map.of()));
        await(plugins -> bundlesOfJava().anyMatch(bundle -> bundle.getState() == Bundle.ACTIVE));
        Bundle java = bundleNamed("test.java");
        long before = java.getLastModified();

        drop(JAR, new byte[9]);

        await(plugins -> java.getLastModified() > before && java.getState() == Bundle.ACTIVE);
        assertNotNull(java.getEntry("a/file"));
        assertEquals(List.of(), service(PluginHost.class).list());
        Files.delete(JAR);
        await(plugins -> java.getState() == Bundle.UNINSTALLED);
    }

    private Stream<Bundle> bundlesOfJava() {
        return Arrays.stream(context.getBundles()).filter(bundle -> "test.java".equals(bundle.getSymbolicName()));
    }

    /** The framework takes one: of the two, that which was there. */
    @Test
    public void shouldRefuseABundleOfTheNameOfAnotherUntilItHasItsOwn() throws Exception {
        drop(JAR, plugin("p001"));
        awaitOne(DeployJarsIT::isActive);
        Path other = DEPLOY.resolve("p002.jar");

        drop(other, plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Bundle-SymbolicName", "test.p001")));

        PluginInfo refused = awaitReason("test.p001 0.0.0 is there already, from ");
        assertEquals("p002", refused.name());
        drop(other, plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Bundle-Version", "1.x")));
        awaitReason("must be like 1.2.3");
        drop(other, plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Bundle-SymbolicName", "test.p001")));
        awaitReason("test.p001 0.0.0 is there already");

        Files.delete(JAR);

        assertEquals("p002", awaitOne(DeployJarsIT::isActive).name());
    }

    @Test
    public void shouldTakeABundleWhenTheOtherOfItsNameGetsAnother() throws Exception {
        dropTwoOfOneName();

        drop(JAR, plugin("p001", Map.of("Hawser-Plugin", ENTRY, "Bundle-Version", "2")));

        await(plugins -> plugins.stream().filter(DeployJarsIT::isActive).count() == 2);
    }

    @Test
    public void shouldTakeABundleWhenTheOtherOfItsNameWentWhileTheHostWasDown() throws Exception {
        dropTwoOfOneName();
        Bundle host = bundleNamed("hawser.plugin.host");
        Bundle first = bundleNamed("test.p001");
        host.stop();
        Files.delete(JAR);
        awaitUninstalled(first);

        host.start();

        assertEquals("p002", awaitOne(DeployJarsIT::isActive).name());
    }

    private void dropTwoOfOneName() throws Exception {
        drop(JAR, plugin("p001"));
        awaitOne(DeployJarsIT::isActive);
        drop(DEPLOY.resolve("p002.jar"), plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Bundle-SymbolicName",
                "test.p001")));
        awaitReason("test.p001 0.0.0 is there already");
    }

    private PluginInfo awaitReason(String reason) throws Exception {
        return await(plugins -> plugins.stream().anyMatch(plugin -> plugin.state() == PluginState.FAILED
                && plugin.reason().orElse("").contains(reason))).stream()
                .filter(plugin -> plugin.state() == PluginState.FAILED).findFirst().orElseThrow();
    }

    private static byte[] needing(String name, String provided, String required) throws Exception {
        return plugin(name, Map.of("Hawser-Plugin", ENTRY + ";events=\"some:thing:do\"", "Provide-Capability", provided,
                "Require-Capability", required));
    }

    @Test
    public void shouldSayWhatABundleLacksUntilItIsThere() throws Exception {
        drop(JAR, needing("p001", "test.one;test.one=1", "test.two;filter:=\"(test.two=2)\""));
        PluginInfo lacking = awaitReason("test.p001 requires test.two (test.two=2); there is nothing of test.two");
        Cases.row(58, WHERE, "a missing capability", "FAILED: " + lacking.reason().orElse(""));
        TransportException refused = failureOf(service(Transport.class).send(ASK, new byte[1]));
        assertEquals(refused.getMessage(), ErrorCode.PLUGIN_STOPPED, refused.code());
        assertTrue(refused.getMessage(), refused.getMessage().contains("test.two"));

        Path next = DEPLOY.resolve("p002.jar");
        drop(next, needing("p002", "test.two;test.two=3", "test.one"));
        awaitReason("the nearest is 3, of test.p002");
        drop(next, needing("p002", "test.two;test.two=2", "test.one,test.three"));
        awaitReason("test.p002 requires test.three");
        byte[] jar = plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Provide-Capability", "test.two;test.two=2",
                "Require-Capability", "test.one", "Import-Package", "hawser.transport;version=\"[99,100)\""));
        drop(next, jar);
        awaitReason("the nearest is hawser.transport in version 1");
        drop(next, plugin("p002", Map.of("Hawser-Plugin", ENTRY, "Provide-Capability", "test.two;test.two=2",
                "Require-Capability", "test.one")));
        await(plugins -> plugins.stream().filter(DeployJarsIT::isActive).count() == 2);

        assertEquals("on", new String(send(ASK, "on".getBytes(UTF_8)), UTF_8));
        Cases.row(58, WHERE, "bundles that require each other", "ACTIVE both");
    }

    /** As after a start of Hawser: nothing of it was loaded since. */
    @Test
    public void shouldSayThatAPluginIsDownThatWasNeverUp() throws Exception {
        Bundle host = bundleNamed("hawser.plugin.host");
        drop(JAR, plugin("p001", Map.of("Hawser-Plugin", ENTRY + ";events=\"some:thing:do\"")));
        awaitOne(DeployJarsIT::isActive);
        service(PluginHost.class).unload("p001");
        host.stop();
        host.start();

        awaitOne(plugin -> plugin.state() == PluginState.INSTALLED);
        TransportException refused = failureOf(service(Transport.class).send(ASK, new byte[1]));

        assertEquals(refused.getMessage(), ErrorCode.PLUGIN_STOPPED, refused.code());
        assertTrue(refused.getMessage(), refused.getMessage().contains("plugin:start"));
    }
}
