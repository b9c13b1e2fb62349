// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hawser.transport.ErrorCode;
import hawser.transport.TransportException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With Gogo itself, and commands that answer as the shell's do. */
class SiteTest {
    private final ThreadIOImpl threads = new ThreadIOImpl();
    private final AtomicLong clock = new AtomicLong();
    private final PluginScope plugins = new PluginScope();
    private final Sessions sessions = new Sessions(Secrets.make(), clock::get);
    private Site site;
    private Map<String, String> session;

    /** {@code plugin:} */
    public static final class PluginScope {
        private int looks;

        public List<Map<String, Object>> list() {
            looks++;
            return List.of(Map.of("name", "<b>echo</b>"));
        }

        public String stop(String name) {
            return name + " is STOPPED";
        }
    }

    /** {@code event:} */
    public static final class EventScope {
        public String send(String name, String... words) {
            if (name.equals("fails")) {
                throw new IllegalStateException("in words",
                        TransportException.of(ErrorCode.TIMEOUT, "too late", "a:b:c"));
            }
            Process.Utils.current().out().println(name + '|' + String.join("|", words));
            return null;
        }
    }

    @BeforeEach
    void open() {
        threads.start();
        CommandProcessorImpl processor = new CommandProcessorImpl(threads);
        processor.addCommand("plugin", plugins, "list");
        processor.addCommand("plugin", plugins, "stop");
        processor.addCommand("event", new EventScope(), "send");
        Commands commands = new Commands(processor);
        site = new Site(sessions, commands, new Looks(commands, List::of, Map.of("version", "1"), 1000, clock::get));
        Sessions.Session opened = sessions.open(sessions.ticket()).orElseThrow();
        session = Map.of("cookie", "other=1; " + Site.COOKIE + '=' + opened.id(), Site.KEY, opened.key());
    }

    @AfterEach
    void close() {
        threads.stop();
    }

    private Answer get(String path, Map<String, String> headers) {
        return site.answer(new Call("GET", path, withHost(headers), new byte[0]));
    }

    private Answer post(String path, Map<String, Object> body, Map<String, String> headers) {
        Map<String, String> all = withHost(headers);
        all.put("content-type", "application/json");
        return site.answer(new Call("POST", path, all, Json.bytes(body)));
    }

    private static Map<String, String> withHost(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("host", "127.0.0.1");
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> error(Answer answer) {
        return (Map<String, Object>) Json.object(answer.body()).get("error");
    }

    private static String text(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/main.js", "/server.js", "/tables.js", "/chart.js", "/rates.js", "/text.js",
        "/console.css", "/icon.svg"})
    void shouldGiveThePageToAnyone(String path) {
        assertEquals(200, get(path, Map.of()).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/main.js", "/../Site.class", "/Site.class", "//", "/api", "/%2e%2e/x"})
    void shouldGiveNothingElse(String path) {
        assertEquals(404, get(path, session).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "plugin:stop", "event:send", "logout", "anything"})
    void shouldTellNothingToWhoHasNotLoggedIn(String path) {
        Answer answer = post("/api/" + path, Map.of("name", "echo", "payload", ""), Map.of());

        assertEquals(401, answer.status());
        assertEquals("NOT_LOGGED_IN", error(answer).get("code"));
    }

    @Test
    void shouldHandOutACookieThatNoScriptAndNoOtherSiteCanUse() {
        Answer answer = post("/api/login", Map.of("token", sessions.ticket()), Map.of());

        assertTrue(answer.headers().get("Set-Cookie")
                .matches(Site.COOKIE + "=[\\w-]{43}; Path=/api; HttpOnly; SameSite=Strict"), answer.toString());
        assertEquals(401, post("/api/login", Map.of("token", "wrong"), Map.of()).status());
        assertEquals(400, post("/api/login", Map.of("token", 1), Map.of()).status());
    }

    @Test
    void shouldShareOneLookAmongAllWhoAskAndSayWhatIsMissing() {
        String look = text(get("/api/look", session));
        get("/api/look", session);
        assertEquals(1, plugins.looks);
        assertTrue(look.contains("\"plugins\":[{\"name\":\"<b>echo</b>\"}]"), look);
        assertTrue(look.contains("\"requests\":{") || look.contains("event:stats"), look);

        clock.addAndGet(1_000_000_000);
        get("/api/look", session);
        assertEquals(2, plugins.looks);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plugin:list", "plugin:uninstall", "hawser:shutdown", "config:set", "gogo:each", "stop",
        ""})
    void shouldRunNoCommandButItsOwn(String command) {
        assertEquals(404, post("/api/" + command, Map.of("name", "echo"), session).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "$(plugin:uninstall echo)", "a; exit 1", "\"quoted\" 'twice'", "*", "\\", "--json",
        "a\nb | c > d", "${x}", "{", ""})
    void shouldHandOverEveryTextAsItIs(String hostile) {
        assertEquals(hostile + " is STOPPED",
                Json.object(post("/api/plugin:stop", Map.of("name", hostile), session).body()).get("result"));
        assertEquals(hostile + '|' + hostile, Json.object(post("/api/event:send",
                Map.of("name", hostile, "payload", hostile), session).body()).get("result"));
    }

    @Test
    void shouldTellAFailureInTheFormInWhichItTravels() {
        Answer answer = post("/api/event:send", Map.of("name", "fails", "payload", ""), session);

        assertEquals(422, answer.status());
        assertEquals("TIMEOUT", error(answer).get("code"));
        assertEquals("a:b:c", error(answer).get("eventName"));
        assertFalse(text(answer).contains("cause"), text(answer));
    }

    @Test
    void shouldForgetWhoLogsOut() {
        assertEquals(200, post("/api/logout", Map.of(), session).status());
        assertEquals(401, get("/api/look", session).status());
    }

    @Test
    void shouldRequireTheRightMethod() {
        assertEquals(405, get("/api/plugin:stop", session).status());
        assertEquals(405, post("/api/look", Map.of(), session).status());
        assertEquals(405, post("/", Map.of(), session).status());
    }
}
