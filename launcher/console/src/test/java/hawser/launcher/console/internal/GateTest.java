// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static Call call(String method, String path, Map<String, String> headers) {
        return new Call(method, path, headers, new byte[0]);
    }

    private static Map<String, String> headers(String... namesAndValues) {
        Map<String, String> headers = new HashMap<>(Map.of("host", "127.0.0.1:9292"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static void refused(int status, Call call) {
        assertEquals(status, assertThrows(Refusal.class, () -> Gate.check(call)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9292", "localhost:1", "localhost"})
    void shouldAnswerToThisMachinesOwnNames(String host) {
        assertDoesNotThrow(() -> Gate.check(call("GET", "/api/look", headers("host", host))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "127.0.0.1.evil.example", "evil.example:9292", "127.0.0.1:9292@evil",
        "127.0.0.2", "localhost.", "[::1]:9292", "127.0.0.1:9292\n", "0.0.0.0:9292", "127.0.0.1:123456"})
    void shouldAnswerToNoOtherName(String host) {
        refused(Refusal.FORBIDDEN, call("GET", "/", headers("host", host)));
    }

    @Test
    void shouldRequireAHost() {
        refused(Refusal.FORBIDDEN, call("GET", "/", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "https://127.0.0.1:9292", "http://127.0.0.1:80",
        "http://localhost:9292", "http://127.0.0.1:9292.evil.example", ""})
    void shouldRefuseEveryOtherOrigin(String origin) {
        refused(Refusal.FORBIDDEN, call("GET", "/api/look", headers("origin", origin)));
    }

    @Test
    void shouldTakeItsOwnOrigin() {
        assertDoesNotThrow(() -> Gate.check(call("POST", "/api/login",
                headers("origin", "http://127.0.0.1:9292", "content-type", "application/json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void shouldGiveOtherSitesNothingButThePageToOpen(String site) {
        refused(Refusal.FORBIDDEN, call("GET", "/main.js", headers("sec-fetch-site", site)));
        assertDoesNotThrow(() -> Gate.check(call("GET", "/", headers("sec-fetch-site", site))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", ""})
    void shouldTakeNothingThatAFormCanSend(String type) {
        refused(415, call("POST", "/api/login", headers("content-type", type)));
    }
}
