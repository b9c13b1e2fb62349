// SPDX-License-Identifier: Apache-2.0
/** Streams as OSGi push streams. Consumers import {@code [1.0,2.0)}, providers {@code [1.0,1.1)}. */
@Export
@Version("1.0.0")
package hawser.transport.pushstream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
