// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Brings a request to the instance of a folder. */
final class Connector {
    private final Folder folder;

    Connector(Folder folder) {
        this.folder = folder;
    }

    /** What an owned instance does when its owner has said goodbye. */
    enum Farewell {
        /** It stops, or has stopped. */
        STOPS,
        /** It goes on for others. */
        STAYS
    }

    /** Says that this process, the instance's owner, leaves. */
    Farewell ownerLeaves() {
        Optional<FrameChannel> answer = offer(new ControlRequest(ControlRequest.Verb.LEAVE, "", "", 0));
        if (answer.isEmpty()) {
            return Farewell.STOPS;
        }
        try (FrameChannel channel = answer.get()) {
            boolean stays = channel.read().filter(frame -> frame.exitCode() != ExitCodes.OK).isPresent();
            return stays ? Farewell.STAYS : Farewell.STOPS;
        } catch (IOException e) {
            return Farewell.STOPS;
        }
    }

    /** {@return the connection on which the answer comes, if an instance took the request} */
    Optional<FrameChannel> offer(ControlRequest request) {
        return Instance.running(folder).flatMap(instance -> offer(instance, request));
    }

    private static Optional<FrameChannel> offer(Instance instance, ControlRequest request) {
        FrameChannel channel = null;
        try {
            SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel = new FrameChannel(socket);
            socket.connect(UnixDomainSocketAddress.of(instance.socket()));
            channel.write(request.toFrame());
            Optional<Frame> answer = channel.read();
            if (answer.isPresent() && answer.get().type() == Frame.Type.ACCEPTED) {
                return Optional.of(channel);
            }
        } catch (IOException e) {
            close(channel); // it has not begun to listen, or listens no more
            return Optional.empty();
        }
        close(channel);
        return Optional.empty();
    }

    private static void close(FrameChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            return; // nothing was accepted, nothing is lost
        }
    }
}
