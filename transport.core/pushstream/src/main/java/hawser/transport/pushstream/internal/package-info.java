// SPDX-License-Identifier: Apache-2.0
/** The adapter between {@code Flow} and push streams. */
package hawser.transport.pushstream.internal;
