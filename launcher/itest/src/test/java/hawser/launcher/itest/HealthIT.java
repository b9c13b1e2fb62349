// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import hawser.transport.Event;
import hawser.transport.Events;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;

/** How Hawser is, asked as a service, over HTTP and by JMX. */
public class HealthIT extends InFelix {
    private static final String PID = "hawser.health";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private static final Event<byte[], byte[]> FORGET =
            Events.defineEvent("plugin").module("misuses").event("send").define(byte[].class, byte[].class);

    private Bundle plugin;

    @After
    public void remove() throws Exception {
        if (plugin != null) {
            plugin.uninstall();
        }
        service(ConfigurationAdmin.class).getConfiguration(PID, "?").delete();
    }

    private HealthFinding finding(String check) throws InterruptedException {
        return service(Health.class).check(check).get(0);
    }

    @Test
    public void shouldFindThatAllIsWellWhenItIs() throws Exception {
        plugin = startEcho();
        send(ECHO, "hello".getBytes(UTF_8));

        for (HealthFinding finding : service(Health.class).check()) {
            assertTrue(finding.toString(), finding.works());
        }
    }

    @Test
    public void shouldSayWhichPluginFailedAndWhy() throws Exception {
        plugin = start(install("failing", misbehaving("init_fails"), "thread"));

        HealthFinding finding = finding("plugins");

        assertEquals(finding.toString(), HealthFinding.Status.CRITICAL, finding.status());
        assertTrue(finding.toString(), finding.messages().get(0).contains("is FAILED: "));
    }

    @Test
    public void shouldSayWhichBundleCannotRun() throws Exception {
        plugin = ManifestBundles.install(context, "lacking", Map.of("Import-Package", "no.such.package"));

        HealthFinding finding = finding("bundles");

        assertTrue(finding.toString(), finding.messages().stream().anyMatch(text -> text.contains("lacking")));
    }

    @Test
    public void shouldSayWhichPluginHasForgottenABuffer() throws Exception {
        forget("thread");
        forget("process");
    }

    private void forget(String execution) throws Exception {
        byte[] jar = PluginJars.with("forgets", "native/misuses-forgets.so", misbehaving("misuses"),
                "native/misuses-forgets.so;execution=" + execution);
        Bundle forgetful = start(context.installBundle("test:" + execution, new ByteArrayInputStream(jar)));
        service(ConfigurationAdmin.class).getConfiguration(PID, "?")
                .update(new Hashtable<>(Map.of("lease.deadline", "1")));
        assertEquals(HealthFinding.Status.OK, finding("channels").status());

        assertEquals("forgotten", new String(send(FORGET, new byte[0]), UTF_8));

        await(() -> assertTrue(finding("channels").toString(),
                finding("channels").messages().stream().anyMatch(
                        text -> text.contains("misuses must send each buffer that it requests: 1 not sent"))));
        forgetful.uninstall();
        await(() -> assertEquals(HealthFinding.Status.OK, finding("channels").status()));
    }

    @Test
    public void shouldListPluginsAndChannelsForJmx() throws Exception {
        plugin = startEcho();

        assertEquals(List.of("echo"), names("hawser.plugin:type=Plugins", "Plugins"));
        assertEquals(List.of("echo"), names("hawser.transport:type=Channels", "Channels"));
    }

    private static List<Object> names(String bean, String attribute) throws Exception {
        CompositeData[] rows = (CompositeData[]) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName(bean), attribute);
        return Arrays.stream(rows).map(row -> row.get("name")).toList();
    }

    @Test
    public void shouldAnswerOverHttpOnceAPortIsConfiguredAndNoLonger() throws Exception {
        plugin = startEcho();
        send(ECHO, "hello".getBytes(UTF_8));
        int port = freePort();
        configure(port);

        assertTrue(get(port, "/metrics").body().contains(
                "hawser_event_requests_total{event=\"echo:message:send\"}"));
        HttpResponse<String> health = get(port, "/health");
        assertEquals(200, health.statusCode());
        assertTrue(health.body(), health.body().contains("\"name\": \"plugins\""));
        assertEquals(404, get(port, "/other").statusCode());
        assertTrue(raw(port, "GET /metrics HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 403"));

        configure(0);
        await(() -> assertThrows(ConnectException.class, () -> get(port, "/health")));
    }

    @Test
    public void shouldAnswer503WhenAPluginFailed() throws Exception {
        plugin = start(install("failing", misbehaving("init_fails"), "thread"));
        int port = freePort();
        configure(port);

        assertEquals(503, get(port, "/health").statusCode());
    }

    private void configure(int port) throws Exception {
        Dictionary<String, Object> values = new Hashtable<>(Map.of("http.port", Integer.toString(port)));
        service(ConfigurationAdmin.class).getConfiguration(PID, "?").update(values);
        if (port != 0) {
            await(() -> get(port, "/other"));
        }
    }

    /** What holds soon. */
    private interface Claim {
        void check() throws Exception;
    }

    private static void await(Claim claim) throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        for (boolean held = false; !held; LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5))) {
            try {
                claim.check();
                held = true;
            } catch (IOException | AssertionError e) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw e;
                }
            }
        }
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
