// SPDX-License-Identifier: Apache-2.0
/**
 * Typed events between bundles and plugins. An application defines an {@link hawser.transport.Event}, gets its bundle's
 * {@link hawser.transport.Transport} as a service, and sends, streams or handles. Consumers import {@code [1.0,2.0)},
 * providers {@code [1.0,1.1)}.
 */
@Export
@Version("1.0.0")
package hawser.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
