// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.health.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPortTest {
    private static final int HANGS_MS = 60_000;

    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "1"); // as an administrator may; it is read once
    }

    private final HttpPort http = new HttpPort(new NoChecks(), () -> "");
    private final List<Socket> halves = new ArrayList<>();
    private int port;

    @BeforeEach
    void open() throws IOException {
        port = freePort();
        http.listen(port);
    }

    @AfterEach
    void close() throws IOException {
        http.listen(0);
        for (Socket half : halves) {
            half.close();
        }
    }

    private void sendHalves(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            halves.add(send(port, "GET /health HT"));
        }
    }

    private String ask() throws IOException {
        try (Socket whole = send(port, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            return new String(whole.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void shouldAnswerWhenOthersDoNotSendTheirRequestsToTheEnd() throws IOException {
        sendHalves(HttpPort.THREADS - 1);

        String answer = ask();

        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @Test
    void shouldEndRequestsThatAreNotSentToTheEndAndGoOn() throws IOException {
        sendHalves(HttpPort.THREADS);

        for (Socket half : halves) {
            assertTrue(isEnded(half));
        }

        String answer = ask();
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @Test
    void shouldGoOnWhenItIsToldANumberThatIsNoPorts() throws IOException {
        http.listen(70_000);
        http.listen(port);

        String answer = ask();
        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    private static Socket send(int port, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(HANGS_MS);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return socket;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
