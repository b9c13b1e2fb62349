// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import hawser.launcher.control.ControlRequest;
import hawser.launcher.control.ControlRequest.Verb;
import hawser.launcher.control.Frame;
import hawser.launcher.control.FrameChannel;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;

/** Brings a request to the instance of a folder. */
final class Connector {
    /* An instance says at once that it takes a request. STATUS, STOP and LEAVE it also answers at once; a command lasts
     * as long as it lasts, and a start until each plugin is ready. */

    static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Folder folder;
    private final Duration limit;

    Connector(Folder folder, Duration limit) {
        this.folder = folder;
        this.limit = limit;
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
        try {
            Optional<FrameChannel> answer = offer(new ControlRequest(Verb.LEAVE, "", "", 0));
            return answer.isPresent() ? farewell(answer.get()) : Farewell.STOPS;
        } catch (NoAnswerException e) {
            return Farewell.STAYS; // when it wakes, the end of its pipe tells it to stop
        }
    }

    private static Farewell farewell(FrameChannel answer) {
        try (answer) {
            boolean stays = answer.read().filter(frame -> frame.exitCode() != ExitCodes.OK).isPresent();
            return stays ? Farewell.STAYS : Farewell.STOPS;
        } catch (SocketTimeoutException e) {
            return Farewell.STAYS;
        } catch (IOException e) {
            return Farewell.STOPS;
        }
    }

    /**
     * Offers a request to the instance, if one runs.
     *
     * @return the connection on which the answer comes, if an instance took the request
     * @throws NoAnswerException if one runs but cannot be talked to
     */
    Optional<FrameChannel> offer(ControlRequest request) {
        return Instance.running(folder).flatMap(instance -> offer(instance, request));
    }

    /** What is thrown when an answer has not come in time. */
    NoAnswerException silent(IOException cause) {
        return NoAnswerException.silent(Instance.read(folder).map(Instance::pid).orElse(0L), cause);
    }

    private Optional<FrameChannel> offer(Instance instance, ControlRequest request) {
        FrameChannel channel = null;
        boolean accepted = false;
        try {
            LimitedChannel limited = new LimitedChannel(SocketChannel.open(StandardProtocolFamily.UNIX), limit);
            channel = new FrameChannel(limited);
            limited.connect(UnixDomainSocketAddress.of(instance.socket()));
            channel.write(request.toFrame());
            accepted = channel.read().filter(frame -> frame.type() == Frame.Type.ACCEPTED).isPresent();
            if (request.verb() == Verb.COMMAND || request.verb() == Verb.START) {
                limited.lift();
            }
        } catch (SocketTimeoutException e) {
            throw NoAnswerException.silent(instance.pid(), e);
        } catch (IOException e) {
            refuseForeign(instance); // else it has not begun to listen, or listens no more
        } finally {
            if (!accepted) {
                close(channel);
            }
        }
        return accepted ? Optional.of(channel) : Optional.empty();
    }

    /** The socket is in a folder of its owner's alone, so another user cannot even look at it. */
    private void refuseForeign(Instance instance) {
        try {
            Files.readAttributes(instance.socket(), BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw NoAnswerException.foreign(instance.pid(), Instance.owner(folder), e);
        } catch (IOException e) {
            return; // it is not there: nobody listens
        }
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
