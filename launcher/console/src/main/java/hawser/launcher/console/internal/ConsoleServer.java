// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console.internal;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, on one port of this machine's own address. */
final class ConsoleServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int THREADS = 12;
    private static final int CONNECTIONS = 32;
    private static final int HEADERS = 8192;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Server server;
    private final ServerConnector connector;

    ConsoleServer(Site site, int port) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 1, (int) IDLE.toMillis());
        threads.setName("hawser-console");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(STOP_LIMIT.toMillis());
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.setHandler(new SiteHandler(site));
        server.setErrorHandler(SiteHandler::error);
        start(port);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(HEADERS);
        return configuration;
    }

    private void start(int port) throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new IOException("port " + port + " of " + LOOPBACK + " cannot be had: " + e.getMessage(), e);
        }
    }

    /** {@return the page's address} */
    String address() {
        return "http://" + LOOPBACK + ':' + connector.getLocalPort() + '/';
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the console's server does not stop: " + e.getMessage(), e);
        }
    }
}
