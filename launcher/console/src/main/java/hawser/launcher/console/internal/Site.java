// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.util.Map;
import java.util.Optional;

/** What each call is answered with. Knows no server. Thread-safe. */
final class Site {
    static final String COOKIE = "hawser-console";
    /** The header of the session's other half. */
    static final String KEY = "hawser-key";
    private static final String ATTRIBUTES = "; Path=/api; HttpOnly; SameSite=Strict";

    private final Sessions sessions;
    private final Commands commands;
    private final Looks looks;

    Site(Sessions sessions, Commands commands, Looks looks) {
        this.sessions = sessions;
        this.commands = commands;
        this.looks = looks;
    }

    Answer answer(Call call) {
        try {
            Gate.check(call);
            return call.path().startsWith("/api/") ? api(call) : page(call);
        } catch (Refusal refusal) {
            return Answer.of(refusal);
        }
    }

    private static Answer page(Call call) {
        require(call, "GET");
        return Pages.find(call.path()).orElseThrow(() -> missing(call));
    }

    private Answer api(Call call) {
        String path = call.path().substring("/api/".length());
        if (path.equals("login")) {
            require(call, "POST");
            return login(Json.text(Json.object(call.body()), "token"));
        }
        String session = session(call);
        if (path.equals("look")) {
            require(call, "GET");
            return new Answer(200, "application/json", looks.take(), Map.of());
        }
        require(call, "POST");
        if (path.equals("logout")) {
            sessions.close(session);
            return Answer.json(Map.of("result", "logged out")).with("Set-Cookie", COOKIE + "=; Max-Age=0" + ATTRIBUTES);
        }
        return command(path, call);
    }

    private Answer login(String offered) {
        Sessions.Session opened = sessions.open(offered).orElseThrow(() -> new Refusal(Refusal.UNAUTHORIZED,
                "INVALID_TOKEN", "that is neither the token nor a link's ticket, which is good once, for a minute:"
                + " console:url gives another, and data/console.token holds the token"));
        return Answer.json(Map.of("key", opened.key()))
                .with("Set-Cookie", COOKIE + '=' + opened.id() + ATTRIBUTES);
    }

    private String session(Call call) {
        Optional<String> id = call.cookie(COOKIE);
        if (id.isEmpty() || !sessions.use(id.get(), call.header(KEY).orElse(""))) {
            throw new Refusal(Refusal.UNAUTHORIZED, "NOT_LOGGED_IN", "log in with the token first");
        }
        return id.get();
    }

    private Answer command(String path, Call call) {
        Map<String, Object> body = Json.object(call.body());
        if (path.equals(Commands.SEND)) {
            return commands.send(Json.text(body, "name"), Json.text(body, "payload"));
        }
        if (!Commands.ACTIONS.contains(path)) {
            throw missing(call);
        }
        return commands.act(path, Json.text(body, "name"));
    }

    private static void require(Call call, String method) {
        if (!call.method().equals(method) && !(method.equals("GET") && call.method().equals("HEAD"))) {
            throw new Refusal(Refusal.WRONG_METHOD, "WRONG_METHOD", method + " is required here");
        }
    }

    private static Refusal missing(Call call) {
        return new Refusal(Refusal.NOT_FOUND, "NOT_FOUND", "there is nothing at this path; the page is at /");
    }
}
