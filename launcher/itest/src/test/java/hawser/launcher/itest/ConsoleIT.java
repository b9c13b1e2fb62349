// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The web console of a running distribution: who gets in, and what a person sees and does there in a browser. */
class ConsoleIT extends InDistribution {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern COOKIE =
            Pattern.compile("hawser-console=[\\w-]{43}(?=; Path=/api; HttpOnly; SameSite=Strict$)");
    private static final Pattern KEY = Pattern.compile("(?<=\"key\":\")[\\w-]{43}");
    /** A name that would run if a page took it for more than a text, and that would turn what follows it. */
    private static final String HOSTILE = "x<img src=x onerror='document.title=1'>\u202e\"&lt;";
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final Path PICTURES = Path.of("target", "console");

    private int port;

    private void open() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertEquals(0, hawser("start").exitCode());
        assertThrows(ConnectException.class, () -> get("/", Map.of()), "off by default");
        assertEquals(1, hawser("-c", "console:url").exitCode());
        hawser("-c", "config:set hawser.console port " + port);
        hawser("-c", "config:set hawser.console enabled true");
        link(); // which waits until it is open
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> get(String path, Map<String, String> headers) throws Exception {
        return send(HttpRequest.newBuilder(at(path)), headers);
    }

    private HttpResponse<String> post(String path, String body, Map<String, String> headers) throws Exception {
        return send(HttpRequest.newBuilder(at(path)).POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json"), headers);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers)
            throws Exception {
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** {@return what a browser sends that is logged in} */
    private Map<String, String> login(String token) throws Exception {
        HttpResponse<String> answer = post("/api/login", "{\"token\": \"" + token + "\"}", Map.of());
        assertEquals(200, answer.statusCode(), answer.body());
        return Map.of("Cookie", first(COOKIE, answer.headers().firstValue("Set-Cookie").orElse("")),
                "Hawser-Key", first(KEY, answer.body()));
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertTrue(found.find(), text);
        return found.group();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((request + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldLetInOnlyWhoHasTheTokenOnThisMachine() throws Exception {
        open();
        Path file = home.resolve("data/console.token");
        String token = Files.readString(file).strip();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(Files.readString(home.resolve("log/hawser.log")).contains(token));
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            each.inetAddresses().filter(address -> !address.isLoopbackAddress()).forEach(address ->
                    assertThrows(IOException.class, () -> new Socket(address, port).close(), address.toString()));
        }
        assertEquals(200, get("/", Map.of()).statusCode());
        assertEquals(401, get("/api/look", Map.of()).statusCode());
        assertEquals(401, post("/api/login", "{\"token\": \"" + "A".repeat(43) + "\"}", Map.of()).statusCode());
        assertEquals(401, post("/api/plugin:stop", "{\"name\": \"echo\"}", Map.of()).statusCode());

        Map<String, String> session = login(token);

        assertEquals(401, get("/api/look", Map.of("Cookie", session.get("Cookie"))).statusCode(), "a cookie alone");
        assertEquals(401, get("/api/look", Map.of("Hawser-Key", session.get("Hawser-Key"))).statusCode(),
                "a key alone");
        assertTrue(get("/api/look", session).body().contains("\"name\":\"echo\""));
        assertEquals(404, post("/api/hawser:shutdown", "{\"name\": \"x\"}", session).statusCode());
        String hostile = "{\"name\": \"echo:message:send\", \"payload\": \"'$x \\\"*;\"}";
        assertTrue(post("/api/event:send", hostile, session).body().contains("\"result\":\"'$x \\\"*;\""));
        shouldRefuseOtherSites(session);
        shouldBoundWhatItTakes(session);
        shouldUseALinkOnce();
        shouldEndWithTheSetting();
    }

    private void shouldRefuseOtherSites(Map<String, String> session) throws Exception {
        String headers = "\r\nCookie: " + session.get("Cookie") + "\r\nHawser-Key: " + session.get("Hawser-Key");
        String own = "127.0.0.1:" + port;
        assertTrue(raw("GET /api/look HTTP/1.1\r\nHost: " + own + headers).startsWith("HTTP/1.1 200"));
        assertTrue(raw("GET /api/look HTTP/1.1\r\nHost: rebound.example:" + port + headers).startsWith("HTTP/1.1 403"));
        assertTrue(raw("GET /api/look HTTP/1.1\r\nHost: " + own + "\r\nOrigin: http://evil.example" + headers)
                .startsWith("HTTP/1.1 403"));
        assertTrue(raw("POST /api/plugin:stop HTTP/1.1\r\nHost: " + own + "\r\nContent-Type: text/plain"
                + "\r\nContent-Length: 0" + headers).startsWith("HTTP/1.1 415"));
    }

    private void shouldBoundWhatItTakes(Map<String, String> session) throws Exception {
        String long1 = "{\"name\": \"echo:message:send\", \"payload\": \"" + "a".repeat(1 << 20) + "\"}";
        HttpResponse<String> refused = post("/api/event:send", long1, session);
        assertEquals(413, refused.statusCode());
        assertTrue(refused.body().contains("\"code\":\"PAYLOAD_TOO_LARGE\""), refused.body());
        assertTrue(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "a".repeat(9000)).startsWith("HTTP/1.1 431"));
        assertEquals(400, post("/api/event:send", "[".repeat(10000), session).statusCode());
    }

    private void shouldUseALinkOnce() throws Exception {
        String ticket = link().replaceFirst(".*#", "");
        login(ticket);
        assertEquals(401, post("/api/login", "{\"token\": \"" + ticket + "\"}", Map.of()).statusCode());
    }

    private String link() throws Exception {
        Outcome printed = hawser("-c", "console:url");
        assertTrue(printed.output().matches("http://127\\.0\\.0\\.1:" + port + "/#[\\w-]{43}\n"), printed.toString());
        return printed.output().strip();
    }

    private void shouldEndWithTheSetting() throws Exception {
        hawser("-c", "config:set hawser.console enabled false");
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (answers()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, "it must not answer any more");
            Thread.onSpinWait();
        }
    }

    private boolean answers() throws Exception {
        try {
            return get("/", Map.of()).statusCode() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldShowEverythingLiveAndDoWhatIsClickedInABrowser() throws Exception {
        assumeTrue(Browser.isInstalled(), "THE CONSOLE'S PAGE IS NOT TESTED: chromium and chromedriver are required "
                + "(apt-get install chromium chromium-driver)");
        deployHostile();
        open();
        Files.createDirectories(PICTURES);
        try (Browser browser = new Browser(home.resolve("profile"))) {
            browser.size(1280, 900);
            browser.open(at("/").toString());
            browser.await("the form", () -> browser.find("#login").isDisplayed());
            browser.find("#token").sendKeys("wrong", Keys.ENTER);
            browser.await("a refusal", () -> browser.text("#login-error").contains("neither the token"));
            browser.picture(PICTURES.resolve("login.png"));
            browser.open(link());
            browser.await("plugins", () -> row(browser, "plugins", "echo").contains("ACTIVE"));
            shouldTakeNamesForText(browser);
            shouldSend(browser);
            shouldDrawRatesAndLatencies(browser);
            shouldStopAndStart(browser);
            shouldCountRestarts(browser);
            shouldLookGood(browser);
            shouldLogOut(browser);
            assertEquals(List.of(), browser.complaints().stream().filter(line -> !line.contains("401")
                    && !line.contains("422")).toList());
        }
    }

    private void deployHostile() throws Exception {
        String name = HOSTILE.replace("\\", "\\\\").replace("\"", "\\\"");
        Path source = home.resolve("hostile.c");
        Files.writeString(source, Files.readString(home.resolve("sdk/template.c"))
                .replaceFirst("\\{\"[^\"]*\"", Matcher.quoteReplacement("{\"" + name + '"')));
        run("sdk/build_plugin.sh hostile.c -o deploy/libhostile.so");
    }

    private static String row(Browser browser, String table, String name) {
        return browser.all('#' + table + " tbody tr").stream().map(row -> row.getText())
                .filter(text -> text.startsWith(name)).findFirst().orElse("");
    }

    private void shouldTakeNamesForText(Browser browser) {
        String shown = HOSTILE.replace("\u202e", "");
        browser.await("the hostile plugin's name as it is", () -> !row(browser, "plugins", shown).isEmpty());
        assertEquals(0, browser.all("td img, th img").size());
        assertEquals("Hawser", browser.run("return document.title"));
    }

    private void shouldSend(Browser browser) {
        browser.find("#event").sendKeys("echo:message:send");
        browser.find("#payload").sendKeys("{\"a\": \"<b>hello</b>\"}", Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.await("the answer", () -> browser.text("#outcome pre").contains("\"a\": \"<b>hello</b>\""));
        browser.await("its count", () -> row(browser, "events", "echo:message:send").contains("request"));
        browser.find("#event").clear();
        browser.find("#event").sendKeys("nobody:handles:this", Keys.ENTER);
        browser.await("the error",
                () -> browser.text("#outcome .error").contains("no such event: nobody:handles:this"));
    }

    private void shouldDrawRatesAndLatencies(Browser browser) {
        for (String chart : List.of("rates", "latencies")) {
            browser.await("a line of " + chart, () -> !browser.all('#' + chart + " svg path").isEmpty());
        }
        browser.await("the channel", () -> row(browser, "channels", "echo").contains("0 waiting"));
        browser.await("how full it is", () -> "0 % full".equals(
                browser.run("return document.querySelector('#channels meter').getAttribute('aria-label')")));
    }

    /** A bare library has a process of its own. */
    private void shouldCountRestarts(Browser browser) throws Exception {
        String restarts = "return [...document.querySelectorAll('#plugins tbody tr')]"
                + ".filter(row => !row.textContent.startsWith('echo'))[0].cells[4].textContent";
        browser.await("that it never was", () -> "0".equals(browser.run(restarts)));
        long server = Long.parseLong(Files.readAllLines(home.resolve("data/hawser.pid")).get(0));
        try (Stream<ProcessHandle> children = ProcessHandle.of(server).orElseThrow().children()) {
            children.filter(child -> child.info().commandLine().orElse("").contains("hawser-runner"))
                    .forEach(ProcessHandle::destroyForcibly);
        }
        browser.await("its restart", () -> "1".equals(browser.run(restarts)));
        assertEquals("0", browser.run(restarts.replace("!row", "row")), "another generation is no restart");
    }

    private void shouldStopAndStart(Browser browser) {
        browser.run("document.querySelector(\"[aria-label='Stop echo']\").focus()");
        browser.find("[aria-label='Stop echo']").sendKeys(Keys.ENTER);
        browser.await("the question", () -> browser.find("#confirm").isDisplayed());
        browser.find("#confirm-yes").sendKeys(Keys.ENTER);
        browser.await("that it stopped", () -> row(browser, "plugins", "echo").contains("echo is STOPPED"));
        press(browser, "Start echo");
        browser.await("that it started", () -> row(browser, "plugins", "echo").contains("echo is ACTIVE"));
        press(browser, "Swap echo");
        browser.await("the question", () -> browser.find("#confirm").isDisplayed());
        browser.find("#confirm-yes").click();
        browser.await("the next generation", () -> row(browser, "plugins", "echo").contains("generation 3"));
    }

    /** A button that does not fit the state that was last seen refuses. */
    private static void press(Browser browser, String label) {
        String button = "[aria-label='" + label + "'][aria-disabled='false']";
        browser.await(label, () -> {
            List<WebElement> found = browser.all(button);
            found.stream().limit(1).forEach(WebElement::click);
            return !found.isEmpty();
        });
    }

    private void shouldLookGood(Browser browser) throws Exception {
        hawser("-c", "each [1 2 3] { event:send echo:message:send x }");
        for (String scheme : List.of("light", "dark")) {
            browser.scheme(scheme);
            for (int width : List.of(1280, 360)) {
                browser.size(width, 900);
                browser.await("no line wider than " + width, () -> Long.valueOf(0).equals(browser.run(
                        "return Math.max(0, document.documentElement.scrollWidth - innerWidth)")));
                browser.picture(PICTURES.resolve(scheme + '-' + width + ".png"));
            }
        }
    }

    private void shouldLogOut(Browser browser) {
        browser.size(1280, 900);
        browser.find("#logout").click();
        browser.await("the form", () -> browser.find("#login").isDisplayed() && !browser.find("#main").isDisplayed());
    }
}
