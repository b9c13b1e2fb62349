// SPDX-License-Identifier: Apache-2.0
package hawser.launcher;

import java.time.Duration;

/** Keeps a server of this client going until some instance of the folder has taken its request. */
final class ServerStarter implements AutoCloseable {
    private final Folder folder;
    private final boolean owned;
    private ServerProcess server;

    ServerStarter(Folder folder, boolean owned) {
        this.folder = folder;
        this.owned = owned;
    }

    /** Starts a server if there is none, also when that of before found the folder in use: the other may have gone. */
    void ensureAlive() {
        if (server != null && server.ended()) {
            checkFailure();
        }
        if (server == null || server.ended()) {
            server = ServerProcess.begin(folder, owned);
        }
    }

    /** Waits for the end of this client's server, if it is about to come, and reports one that was a failure. */
    void checkEnd() {
        if (server.endsSoon()) {
            checkFailure();
        }
    }

    private void checkFailure() {
        if (!server.foundFolderInUse()) {
            throw new LaunchException(ExitCodes.NOT_STARTED, "no instance could be started: " + server.lastWords());
        }
    }

    LaunchException giveUp(Duration limit) {
        server.kill();
        return new LaunchException(ExitCodes.NOT_STARTED, "no instance answered within " + limit.toSeconds()
                + " s; see " + folder.log() + "\n" + server.lastWords());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
