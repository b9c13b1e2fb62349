// SPDX-License-Identifier: Apache-2.0
/** Plugin keys: issued, hashed, compared and revoked. */
package hawser.transport.keys.internal;
