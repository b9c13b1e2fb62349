// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A connection that closes itself after a while; whoever waits on it then gets a {@link SocketTimeoutException}. */
final class LimitedChannel implements ByteChannel {
    private final SocketChannel socket;
    private final Thread watch;
    private volatile boolean lifted;
    private volatile boolean expired;

    LimitedChannel(SocketChannel socket, Duration limit) {
        this.socket = socket;
        long end = System.nanoTime() + limit.toNanos();
        watch = new Thread(() -> expireAt(end), "hawser-limit");
        watch.setDaemon(true);
        watch.start();
    }

    void connect(UnixDomainSocketAddress address) throws IOException {
        try {
            socket.connect(address);
        } catch (ClosedChannelException e) {
            throw cause(e);
        }
    }

    /** From now on it waits for as long as it takes. */
    void lift() {
        lifted = true;
        LockSupport.unpark(watch);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return socket.read(target);
        } catch (ClosedChannelException e) {
            throw cause(e);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return socket.write(source);
        } catch (ClosedChannelException e) {
            throw cause(e);
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        lift();
        socket.close();
    }

    private IOException cause(ClosedChannelException closed) {
        return expired ? new SocketTimeoutException("no answer in time") : closed;
    }

    private void expireAt(long end) {
        for (long left = end - System.nanoTime(); left > 0 && !lifted; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        if (!lifted) {
            expired = true;
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // whoever waits on it has been woken
        }
    }
}
