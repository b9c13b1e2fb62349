// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What of a plugin goes by extensions of the plugin interface. In the order of the bits of {@code core.h}. */
enum Extension {
    /** Its requests know their event and are answered at any time. */
    REQUESTS,
    /** Its streams know their event and go on by themselves. */
    STREAMS,
    /** It can leave its state to the next generation. */
    SAVE,
    /** It can take it over from the one before. */
    LOAD;

    /** Those whose bits are set; a process of its own may tell anything. */
    static Set<Extension> of(int bits) {
        Set<Extension> extensions = EnumSet.noneOf(Extension.class);
        for (Extension each : values()) {
            if ((bits & 1 << each.ordinal()) != 0) {
                extensions.add(each);
            }
        }
        return Collections.unmodifiableSet(extensions);
    }
}
