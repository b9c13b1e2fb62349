// SPDX-License-Identifier: Apache-2.0
package hawser.transport.keys.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What holds for all keys. Changes hold at once and end no key. */
@ObjectClassDefinition(name = "Plugin keys", description = "What holds for all keys; changes hold at once")
public @interface KeysConfig {
    /** The configuration's name. */
    String PID = "hawser.transport.keys";

    /** {@return milliseconds} */
    @AttributeDefinition(description = "Milliseconds that a rotated key still judges what was committed under it, "
            + "before it dies", min = "0")
    long rotation_grace() default 10_000;

    /** {@return whether they may} */
    @AttributeDefinition(description = "Whether bundles that declare no plugin name and have no permissions of their "
            + "own here may send and handle every event; otherwise none")
    boolean unnamed_bundles() default true;
}
