// SPDX-License-Identifier: Apache-2.0
package hawser.launcher.console;

import org.osgi.annotation.versioning.ProviderType;

/** The web console's page, there as a service while it can be opened. Thread-safe. */
@ProviderType
public interface Console {
    /** {@return the page's address, with a ticket that logs one browser in, once, within a minute} */
    String link();
}
