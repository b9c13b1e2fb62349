// SPDX-License-Identifier: Apache-2.0
package hawser.transport.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How large a JSON document may be. */
@ObjectClassDefinition(name = "Hawser JSON codec", description = "Limits of the JSON documents that payloads travel as")
public @interface JsonCodecConfig {
    /** The configuration's PID. */
    String PID = "hawser.transport.codec.json";

    /** {@return how deeply arrays and objects may be nested} */
    @AttributeDefinition(name = "Depth", description = "How deeply arrays and objects may be nested", min = "1")
    int max_depth() default JsonCodec.MAX_DEPTH;

    /** {@return how many bytes a document may have} */
    @AttributeDefinition(name = "Length", description = "How many bytes a document may have", min = "1")
    int max_length() default JsonCodec.MAX_LENGTH;

    /** {@return how many members, elements and brackets a document may have} */
    @AttributeDefinition(name = "Members", description = "How many values and brackets it may have", min = "1")
    int max_members() default JsonCodec.MAX_MEMBERS;

    /** {@return how many digits a number may have} */
    @AttributeDefinition(name = "Digits", description = "How many digits a number may have", min = "1")
    int max_digits() default JsonCodec.MAX_DIGITS;
}
