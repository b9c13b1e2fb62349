// SPDX-License-Identifier: Apache-2.0
/**
 * One request's way: {@link hawser.transport.router.internal.BundleTransport} makes it,
 * {@link hawser.transport.router.internal.Router} checks and places it,
 * {@link hawser.transport.router.internal.RouteTable} knows where it may go.
 */
package hawser.transport.router.internal;
