// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hawser.launcher.health.Health;
import hawser.launcher.health.HealthFinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers {@code /health} and {@code /metrics} on a port of this machine's own address, if it is given one. */
final class HttpPort {
    /* The JDK's own server: two pages of text for this machine need no other, and nothing of it is loaded without a
     * port. A page on another site cannot read the answers, for they allow no origin; so that it cannot by giving its
     * own name to this address either, the Host must be this machine's. A request that is not sent to its end, or an
     * answer that is not read, takes one of few threads, and no longer than the limits. */

    private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);
    private static final String HOSTS = "(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?";
    private static final int BACKLOG = 16;
    static final int THREADS = 4;
    /** The server reads these, in seconds, once in a process: what the administrator has set for all comes first. */
    private static final String REQUEST_LIMIT = "sun.net.httpserver.maxReqTime";
    private static final String ANSWER_LIMIT = "sun.net.httpserver.maxRspTime";
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int WRONG_METHOD = 405;
    private static final int UNAVAILABLE = 503;

    private final Health health;
    private final Supplier<String> metrics;
    private HttpServer server;
    private ExecutorService threads;
    private int port;

    HttpPort(Health health, Supplier<String> metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    /** Listens on that port from now on; 0 = on none. A port that is taken is an error in the log. */
    synchronized void listen(int wanted) {
        if (wanted == port) {
            return;
        }
        if (server != null) {
            server.stop(0);
            threads.shutdownNow();
            server = null;
        }
        port = wanted;
        if (wanted != 0) {
            open();
        }
    }

    private void open() {
        try {
            InetAddress own = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            limit(REQUEST_LIMIT, "5");
            limit(ANSWER_LIMIT, "30");
            server = HttpServer.create(new InetSocketAddress(own, port), BACKLOG);
            threads = Executors.newFixedThreadPool(THREADS, HttpPort::thread);
            server.setExecutor(threads);
            server.createContext("/", this::answer);
            server.start();
            LOG.info("Health and metrics are at http://127.0.0.1:{}/health and /metrics", port);
        } catch (IOException | IllegalArgumentException e) { // the second: a number that is no port's
            LOG.error("Port {} of 127.0.0.1 is required for health and metrics: {}; set another by config:set {} "
                    + "http.port N", port, e.getMessage(), HealthConfig.PID);
            port = 0;
        }
    }

    private static void limit(String property, String seconds) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, seconds);
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "hawser-health-http");
        thread.setDaemon(true);
        return thread;
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
            if (!host.matches(HOSTS)) {
                write(exchange, FORBIDDEN, "text/plain", "the Host of a request must be 127.0.0.1 or localhost\n");
            } else if (!exchange.getRequestMethod().matches("GET|HEAD")) {
                write(exchange, WRONG_METHOD, "text/plain", "GET is required\n");
            } else {
                page(exchange);
            }
        } catch (IOException e) {
            LOG.debug("An answer was not taken: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A request for {} failed", exchange.getRequestURI(), e);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/health" -> {
                List<HealthFinding> findings = health.check();
                boolean works = findings.stream().allMatch(HealthFinding::works);
                write(exchange, works ? OK : UNAVAILABLE, "application/json", HealthJson.of(findings));
            }
            case "/metrics" -> write(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> write(exchange, NOT_FOUND, "text/plain", "there are /health and /metrics\n");
        }
    }

    private static void write(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
