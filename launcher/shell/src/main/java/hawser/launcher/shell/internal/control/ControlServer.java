// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.FrameChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on the control socket and gives each connection a thread. */
final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    /** How long a closing server waits for requests; one of them may be what closes it. */
    private static final long CLOSE_LIMIT_MS = 2_000;

    private final Path socket;
    private final RequestHandler handler;
    private final RequestGate gate;
    private final ServerSocketChannel listener;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private ControlServer(Path socket, RequestHandler handler, RequestGate gate, ServerSocketChannel listener) {
        this.socket = socket;
        this.handler = handler;
        this.gate = gate;
        this.listener = listener;
    }

    /**
     * Begins to listen.
     *
     * @param socket the path of the socket, in a folder of the owner's alone
     */
    static ControlServer listen(Path socket, RequestHandler handler, RequestGate gate) {
        try {
            Files.deleteIfExists(socket);
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            ControlServer server = new ControlServer(socket, handler, gate, listener);
            daemon("hawser-control", new AcceptLoop(server.new Clients(), server::begin));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on the control socket " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Accepts nobody more, gives the requests under way a little time, and closes their connections. */
    @Override
    public void close() {
        gate.close();
        try {
            listener.close();
            Files.deleteIfExists(socket);
            gate.awaitEmpty(CLOSE_LIMIT_MS);
        } catch (IOException e) {
            LOG.warn("the control socket was not closed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(ControlServer::close);
    }

    private final class Clients implements AcceptLoop.Listener {
        @Override
        public boolean isOpen() {
            return listener.isOpen();
        }

        @Override
        public SocketChannel accept() throws IOException {
            return listener.accept();
        }
    }

    private void begin(SocketChannel client) {
        boolean begun = false;
        open.add(client);
        try {
            daemon("hawser-client", () -> serve(client));
            begun = true;
        } finally {
            if (!begun) {
                open.remove(client);
                close(client);
            }
        }
    }

    private void serve(SocketChannel client) {
        try {
            new ControlConnection(new FrameChannel(client), handler, gate).serve();
        } finally {
            open.remove(client);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("a control connection was not closed: {}", e.getMessage());
        }
    }
}
