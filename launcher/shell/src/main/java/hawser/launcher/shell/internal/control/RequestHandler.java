// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.shell.internal.control;

import hawser.launcher.control.ControlRequest;
import java.io.PrintStream;

/** Carries requests out. Called on a thread of the request, for several requests at once. */
interface RequestHandler {
    /**
     * Begins on a request.
     *
     * @param request what was asked
     * @param output what the client prints on its standard output
     * @param error what the client prints on its standard error
     */
    Running begin(ControlRequest request, PrintStream output, PrintStream error);

    /** A request under way. */
    interface Running {
        /** Does the work on the calling thread, and returns the exit code. */
        int run();

        /** Asks the work to end early: nobody waits for it any more. */
        void cancel();
    }
}
