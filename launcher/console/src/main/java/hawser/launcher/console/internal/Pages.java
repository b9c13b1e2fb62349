// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the page. There is nothing in them that is secret. */
final class Pages {
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8", "console.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "main.js", SCRIPT, "server.js", SCRIPT, "tables.js", SCRIPT,
            "chart.js", SCRIPT, "rates.js", SCRIPT, "text.js", SCRIPT);

    private Pages() {
    }

    /** {@return the file that a path names} */
    static Optional<Answer> find(String path) {
        String name = path.equals("/") ? "index.html" : path.substring(1);
        return Optional.ofNullable(TYPES.get(name)).map(type -> Answer.file(type, read(name)));
    }

    private static byte[] read(String name) {
        try (InputStream file = Pages.class.getResourceAsStream("page/" + name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
