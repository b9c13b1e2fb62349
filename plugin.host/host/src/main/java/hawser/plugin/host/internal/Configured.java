// SPDX-License-Identifier: Apache-2.0
package hawser.plugin.host.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator says about one plugin.
 *
 * @param common holds for every plugin that is not to be otherwise
 * @param fields as in its declaration, which they go before
 * @param processOptions of its runner, where its own limits do not say otherwise
 * @param execution how it is driven, whatever it declares
 */
record Configured(HostSettings common, Map<String, Object> fields, String processOptions, Optional<String> execution) {
    private static final String LIMITS = "limits";

    Configured drivenBy(String other) {
        return new Configured(common, fields, processOptions, Optional.of(other));
    }

    /** What is declared, with what is configured in its place; limits one by one. */
    Fields over(Fields declared) {
        Map<String, Object> all = new HashMap<>(declared.values());
        all.putAll(fields);
        if (declared.values().get(LIMITS) instanceof Map<?, ?> before && fields.get(LIMITS) instanceof Map<?, ?> now) {
            Map<Object, Object> limits = new HashMap<>(before);
            limits.putAll(now);
            all.put(LIMITS, limits);
        }
        return new Fields(declared.where(), all);
    }
}
