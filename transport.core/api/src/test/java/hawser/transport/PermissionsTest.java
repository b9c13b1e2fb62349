// SPDX-License-Identifier: Apache-2.0
package hawser.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionsTest {
    @Test
    void shouldReadWhatAManifestDeclares() {
        Permissions read = Permissions.parse("send=\"kv:*:*, log:write:line\"; handle=\"storage:kv:get\"");

        assertEquals(new Permissions(List.of("kv:*:*", "log:write:line"), List.of("storage:kv:get")), read);
    }

    @Test
    void shouldTakeWhatIsNotSaidForNothing() {
        assertEquals(new Permissions(List.of(), List.of("*")), Permissions.parse("handle=\"*\""));
        assertEquals(Permissions.none(), Permissions.parse("send=\"\""));
    }

    @Test
    void shouldAddEventsToHandleOnce() {
        Permissions more = Permissions.parse("handle=\"a:b:c\"").andHandle(List.of("a:b:c", "a:b:d"));

        assertEquals(List.of("a:b:c", "a:b:d"), more.handle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "send", "send=", "send=a:b:c", "send=\"a\";send=\"b\"", "sent=\"a\"",
            "send=\"a\" handle=\"b\"", "send=\"a\",handle=\"b\"", "send=\"a*:b\"", "send=\"a::b\"", "send=\"a:b:\"",
            "send=\"a b\"", "send=\"**\"", "send=\"a\";x=\"b\"", "send=\"a\"b"})
    void shouldRefuseWhatIsNotWellFormed(String header) {
        assertThrows(IllegalArgumentException.class, () -> Permissions.parse(header));
    }
}
