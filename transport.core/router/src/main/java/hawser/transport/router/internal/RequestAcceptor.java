// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

/** What begins a request at a handler in Java. */
@FunctionalInterface
interface RequestAcceptor {
    void begin(Request request) throws Exception;
}
