// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

/**
 * What is counted of requests to plugins for as long as the host is there.
 *
 * @param large what had better be streamed
 * @param late what was answered when its time was over
 */
record RequestCounts(LargeRequests large, LateAnswers late) {
    RequestCounts() {
        this(new LargeRequests(), new LateAnswers());
    }
}
