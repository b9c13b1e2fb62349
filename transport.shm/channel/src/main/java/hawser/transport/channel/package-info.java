// SPDX-License-Identifier: Apache-2.0
/**
 * Shared-memory channels between Java and native code. {@link hawser.transport.channel.Channels} makes them; each
 * belongs to the bundle that made it. Consumers import {@code [1.0,2.0)}, providers {@code [1.0,1.1)}.
 */
@Export
@Version("1.0.0")
package hawser.transport.channel;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
