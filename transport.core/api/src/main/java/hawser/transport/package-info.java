// SPDX-License-Identifier: Apache-2.0
/**
 * Typed events between bundles and plugins. An application defines an {@link hawser.transport.Event}, gets its bundle's
 * {@link hawser.transport.Transport} as a service, and sends, streams or handles. Consumers import {@code [1.0,2.0)},
 * providers {@code [1.0,1.1)}.
 *
 * <p>Unless a method says otherwise: no argument, no element of one and no result is null, and a null argument is a
 * {@link NullPointerException}; what may be missing is an {@link java.util.Optional}. Misuse throws
 * {@link IllegalArgumentException} or {@link IllegalStateException} at once; what fails in the world is a
 * {@link hawser.transport.TransportException} with its {@link hawser.transport.ErrorCode}, thrown or as the end of a
 * stage. Nothing here blocks that does not say so. Records, enums, events and options are immutable; what this package
 * provides may be used by any thread at any time, and what an application implements is called by many at once.
 */
@Export
@Version("1.0.0")
package hawser.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
