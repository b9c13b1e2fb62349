// SPDX-License-Identifier: Apache-2.0
/** Streams with credit: a {@link hawser.transport.stream.internal.CreditStream} is both of its ends. */
package hawser.transport.stream.internal;
