// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between Jetty and the site. */
final class SiteHandler extends Handler.Abstract {
    static final int MOST_BYTES = 1 << 20;
    private static final long MOST_DISCARDED = 16L * MOST_BYTES;
    private static final Logger LOG = LoggerFactory.getLogger(SiteHandler.class);
    /** Whatever comes into the page by a name or a payload: no script but the console's own files ever runs. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                    + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                    + "require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final Site site;

    SiteHandler(Site site) {
        this.site = site;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        write(response, callback, answer(request), request.getMethod().equals("HEAD"));
        return true;
    }

    private Answer answer(Request request) throws IOException {
        byte[] body = body(request);
        if (body.length > MOST_BYTES) {
            return Answer.of(new Refusal(Refusal.TOO_LARGE, "PAYLOAD_TOO_LARGE",
                    "no more than " + MOST_BYTES + " bytes can be sent from here")).with("Connection", "close");
        }
        try {
            return site.answer(new Call(request.getMethod(), request.getHttpURI().getPath(), headers(request), body));
        } catch (RuntimeException e) {
            LOG.error("A call of the console's page failed: {}", request.getHttpURI().getPath(), e);
            return Answer.of(new Refusal(500, "INTERNAL_ERROR", "the console failed: see log/hawser.log"));
        }
    }

    private static byte[] body(Request request) throws IOException {
        if (!request.getMethod().equals("POST")) {
            return new byte[0];
        }
        try (InputStream body = Content.Source.asInputStream(request)) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                discard(body);
            }
            return bytes;
        }
    }

    /** Who is cut off while he sends is not told why: so not too much of what is too long is read for nothing. */
    private static void discard(InputStream body) throws IOException {
        long left = MOST_DISCARDED;
        long discarded = 1;
        while (left > 0 && discarded > 0) {
            discarded = body.skip(left);
            left -= discarded;
        }
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            headers.merge(name, field.getValue(), (one, other) -> name.equals("cookie") ? one + "; " + other : one);
        }
        return headers;
    }

    private static void write(Response response, Callback callback, Answer answer, boolean head) {
        response.setStatus(answer.status());
        HEADERS.forEach(response.getHeaders()::put);
        answer.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put("Content-Type", answer.type());
        response.getHeaders().put("Content-Length", answer.body().length);
        response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
    }

    /** What Jetty refuses itself, such as headers that are too long. */
    static boolean error(Request request, Response response, Callback callback) {
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        Refusal refusal = new Refusal(response.getStatus(), "BAD_REQUEST", String.valueOf(message));
        write(response, callback, Answer.of(refusal), request.getMethod().equals("HEAD"));
        return true;
    }
}
