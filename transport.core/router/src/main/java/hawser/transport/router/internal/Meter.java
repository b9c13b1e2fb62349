// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import hawser.transport.ErrorCode;

/** What is told once how a request ended. */
interface Meter {
    /** The code of its failure, or null if it was answered. */
    void ended(ErrorCode code);
}
